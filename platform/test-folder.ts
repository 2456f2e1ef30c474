// A temporary folder for tests. A separate process removes it, and ends registered processes, even if the test run is killed.
import { spawn } from 'node:child_process'
import { chmodSync, mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export interface TestFolder {
  path: string
  /** Registers a process that must end with the test run. */
  watch(pid: number): void
  /** Ends the registered processes and removes the folder. */
  remove(): Promise<void>
}

export function openTestFolder(): TestFolder {
  const path = mkdtempSync(join(tmpdir(), 'hubbub-test-'))
  // The embedded database may run as another user than root.
  chmodSync(path, 0o755)
  const reaper = spawn(process.execPath, [join(import.meta.dirname, '../scripts/reaper.mjs')], {
    stdio: ['pipe', 'inherit', 'inherit'],
    detached: true,
  })
  const gone = new Promise<void>((resolve) => reaper.once('exit', () => resolve()))
  reaper.stdin.write(`folder ${path}\n`)
  return {
    path,
    watch: (pid) => void reaper.stdin.write(`process ${pid}\n`),
    remove: () => {
      reaper.stdin.end()
      return gone
    },
  }
}
