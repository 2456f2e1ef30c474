// Reads the code of all pages at the start: the bundler caches a failed read for ever, so a page first needed while no
// more files can be opened would stay broken until a restart.
import { readdirSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'

const require = createRequire(import.meta.url)

/** `folder`: of a build. Only lists of modules are run; Next itself reads the pages' own files, and retries after a failure. */
export function preloadPages(folder: string): void {
  const chunks = join(folder, 'server/chunks')
  for (const entry of readdirSync(chunks, { recursive: true, withFileTypes: true })) {
    if (entry.isFile() && entry.name.endsWith('.js')) require(join(entry.parentPath, entry.name))
  }
}
