// A temporary folder for each test of a file, removed after it together with its processes.
import { join } from 'node:path'
import { afterEach, beforeEach } from 'vitest'
import { openTestFolder } from '#platform/test-folder.ts'
import type { TestFolder } from '#platform/test-folder.ts'

/** Call once per file: opens a folder before each of its tests. */
export function eachFolder(): { readonly folder: TestFolder; readonly dataDir: string } {
  let folder: TestFolder
  beforeEach(() => {
    folder = openTestFolder()
  })
  afterEach(() => folder.remove())
  return {
    get folder() {
      return folder
    },
    /** A data folder for an embedded database. */
    get dataDir() {
      return join(folder.path, 'data')
    },
  }
}
