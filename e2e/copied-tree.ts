// A copy of the sources with their packages, which a test may change and build.
import {
  cpSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'

const root = join(import.meta.dirname, '..')
/** What is made, kept or read by nobody but people. */
const leftOut = new Set([
  '.git',
  'bench',
  'data',
  'dist',
  'docs',
  'e2e',
  'node_modules',
  'test-results',
])

export interface CopiedTree {
  path: string
  /** Puts other words in a file of the copy, wherever the old ones stand. */
  edit(file: string, from: string, to: string): void
  remove(): void
}

export function copyTree(): CopiedTree {
  const parent = join(root, 'test-results')
  mkdirSync(parent, { recursive: true })
  const path = mkdtempSync(join(parent, 'copy-'))
  for (const name of readdirSync(root)) {
    const isBuild = name.startsWith('.next')
    if (!leftOut.has(name) && !isBuild) {
      cpSync(join(root, name), join(path, name), { recursive: true })
    }
  }
  // Bundlers read no packages through a link out of the folder that they work in.
  linkTree(join(root, 'node_modules'), join(path, 'node_modules'))
  return {
    path,
    edit(file, from, to) {
      const place = join(path, file)
      const text = readFileSync(place, 'utf8')
      if (!text.includes(from)) throw new Error(`${file} does not say "${from}".`)
      writeFileSync(place, text.replaceAll(from, to))
    },
    remove: () => rmSync(path, { recursive: true, force: true }),
  }
}

/** The same files under another name: they take no room. */
function linkTree(from: string, to: string): void {
  mkdirSync(to)
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    const [source, target] = [join(from, entry.name), join(to, entry.name)]
    if (entry.isDirectory()) linkTree(source, target)
    else if (entry.isSymbolicLink()) symlinkSync(readlinkSync(source), target)
    else linkSync(source, target)
  }
}
