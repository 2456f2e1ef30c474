// Where builds are kept: each in a folder of its own, `.next-` and the first letters of its sources' fingerprint.
import {
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
/** How many earlier builds are kept: for servers that run on them, and for pages that are open since then. */
const kept = 5
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
  return existsSync(join(root, folder, assetsFile))
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

/** Lets this build answer for what pages of earlier ones ask for, and removes those that have not been used for longest. */
export function takeBuild(folder) {
  const now = new Date()
  utimesSync(join(root, folder, assetsFile), now, now)
  const others = readdirSync(root)
    .filter((name) => name.startsWith(prefix) && name !== folder && isComplete(name))
    .toSorted((a, b) => usedAt(b) - usedAt(a))
  for (const name of others.slice(0, kept)) shareAssets(name, folder)
  for (const name of others.slice(kept)) rmSync(join(root, name), { recursive: true, force: true })
}

function usedAt(folder) {
  return statSync(join(root, folder, assetsFile)).mtimeMs
}

/** Their names tell their contents, so that one of the same name is the same file. */
function shareAssets(from, to) {
  for (const asset of JSON.parse(readFileSync(join(root, from, assetsFile), 'utf8'))) {
    const target = join(root, to, 'static', asset)
    if (existsSync(target)) continue
    mkdirSync(dirname(target), { recursive: true })
    linkSync(join(root, from, 'static', asset), target)
  }
}

function filesIn(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
}
