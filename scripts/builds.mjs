// Where builds are kept: each in a folder of its own, `.next-` and the first letters of its sources' fingerprint.
import {
  copyFileSync,
  existsSync,
  linkSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'

export const root = join(import.meta.dirname, '..')

const prefix = '.next-'
/** How many earlier builds are kept, for the way back and for pages that are open since then; others for a day of no use. */
const kept = 5
const hourMs = 3_600_000
const dayMs = 24 * hourMs
/** Written last: the names of what browsers may ask this build for. */
const assetsFile = 'assets.json'
/** What Next's build leaves for the next one, for editors and for `npm run dev`. */
const notOfTheBuild = new Set([
  'cache',
  'dev',
  'diagnostics',
  'lock',
  'trace',
  'trace-build',
  'types',
])

/** The folder of a build, under the root. As deep as `.next`, since links in it lead to the packages. */
export function folderOf(print) {
  return `${prefix}${print}`
}

export function isComplete(folder) {
  return [assetsFile, 'BUILD_ID', 'server', 'static'].every((name) =>
    existsSync(join(root, folder, name)),
  )
}

/** Moves what `next build` has made in `.next` to its folder. */
export function keepBuild(folder) {
  const [made, place] = [join(root, '.next'), join(root, folder)]
  const aside = `${place}.new`
  for (const path of [aside, place]) rmSync(path, { recursive: true, force: true })
  mkdirSync(aside)
  for (const name of readdirSync(made)) {
    if (!notOfTheBuild.has(name)) renameSync(join(made, name), join(aside, name))
  }
  writeFileSync(join(aside, assetsFile), JSON.stringify(filesIn(join(aside, 'static'))))
  renameSync(aside, place)
}

/** Lets this build answer for what pages of the ones before it ask for. */
export function takeBuild(folder) {
  touch(folder)
  for (const name of earlierThan(folder).slice(0, kept)) tidy(() => shareAssets(name, folder))
}

/** Says that a server runs on this build, now and every hour, and removes what has not been used for a day. */
export function runOnBuild(folder) {
  const unused = Date.now() - dayMs
  for (const name of earlierThan(folder).slice(kept)) if (usedAt(name) < unused) removeBuild(name)
  for (const name of readdirSync(root)) {
    const isLeft = name.startsWith(prefix) && !isComplete(name)
    if (isLeft && statSync(join(root, name)).mtimeMs < unused) remove(name)
  }
  setInterval(() => touch(folder), hourMs).unref()
}

/** What only tidies stops no start: it may be another user's folder, one that is damaged, or one that is just removed. */
function tidy(work) {
  try {
    work()
  } catch (error) {
    console.warn(`Builds could not be put in order: ${error.message}`)
  }
}

/** The other builds, the last used one first. */
function earlierThan(folder) {
  return readdirSync(root)
    .filter((name) => name.startsWith(prefix) && name !== folder && isComplete(name))
    .toSorted((a, b) => usedAt(b) - usedAt(a))
}

function touch(folder) {
  const now = new Date()
  tidy(() => utimesSync(join(root, folder, assetsFile), now, now))
}

/** 0: it has just been removed. */
function usedAt(folder) {
  return statSync(join(root, folder, assetsFile), { throwIfNoEntry: false })?.mtimeMs ?? 0
}

/** What is left of it, when this is interrupted, is no build any more. */
function removeBuild(name) {
  tidy(() => rmSync(join(root, name, assetsFile), { force: true }))
  remove(name)
}

function remove(name) {
  tidy(() => rmSync(join(root, name), { recursive: true, force: true }))
}

/** Their names tell their contents, so that one of the same name is the same file. */
function shareAssets(from, to) {
  for (const asset of JSON.parse(readFileSync(join(root, from, assetsFile), 'utf8'))) {
    const [source, target] = [from, to].map((folder) => join(root, folder, 'static', asset))
    if (existsSync(target)) continue
    mkdirSync(dirname(target), { recursive: true })
    linkOrCopy(source, target)
  }
}

/** Another start may do the same at once, and not every file system has links. */
function linkOrCopy(source, target) {
  try {
    linkSync(source, target)
  } catch (error) {
    if (error.code === 'ENOENT') throw error
    if (error.code !== 'EEXIST') copyFileSync(source, target)
  }
}

function filesIn(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
}
