// A folder for each test of a file, gone after it with what runs in it.
import { join } from 'node:path'
import { afterEach, beforeEach } from 'vitest'
import { openTestFolder } from '#platform/test-folder.ts'
import type { TestFolder } from '#platform/test-folder.ts'

/** Opened before each test of the file that calls it. */
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
    /** Where an embedded database may be made. */
    get dataDir() {
      return join(folder.path, 'data')
    },
  }
}
