// Reads the code of all pages before the first request: the bundler keeps a read that failed for ever, and a page that
// was not needed before would be broken until a restart when it is first read while no more files can be opened.
import { readdirSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'

const require = createRequire(import.meta.url)

/** `folder`: of a build. Nothing is run but the lists of modules; the pages' own files Next reads itself, again after a failure. */
export function preloadPages(folder: string): void {
  const chunks = join(folder, 'server/chunks')
  for (const entry of readdirSync(chunks, { recursive: true, withFileTypes: true })) {
    if (entry.isFile() && entry.name.endsWith('.js')) require(join(entry.parentPath, entry.name))
  }
}
