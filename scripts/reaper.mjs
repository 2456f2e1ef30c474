// Cleans up after a test run however it ends: it waits for its input to close, which the death of its parent does too,
// then ends the processes and databases and removes the folders that were named to it, one a line: `process 123`, `folder /tmp/x`.
import { readFileSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as pause } from 'node:timers/promises'

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => {})

const processes = []
const folders = []
for await (const line of createInterface({ input: process.stdin })) {
  const [kind, value] = line.split(/ (.*)/)
  if (kind === 'process') processes.push(Number(value))
  if (kind === 'folder') folders.push(value)
}

await end(processes, 'SIGTERM', 12_000)
await end(
  folders.flatMap((folder) => postmastersIn(folder)),
  'SIGINT',
  5000,
)
for (const folder of folders) rmSync(folder, { recursive: true, force: true, maxRetries: 5 })

async function end(pids, signal, limitMs) {
  const running = (pid) => send(pid, 0)
  for (const pid of pids) send(pid, signal)
  for (let waited = 0; waited < limitMs && pids.some(running); waited += 50) await pause(50)
  for (const pid of pids.filter(running)) send(pid, signal === 'SIGINT' ? 'SIGQUIT' : 'SIGKILL')
}

function send(pid, signal) {
  try {
    return process.kill(pid, signal)
  } catch {
    return false
  }
}

/** The first line of a postmaster.pid is the database's process. */
function postmastersIn(folder, depth = 3) {
  let entries
  try {
    entries = readdirSync(folder, { withFileTypes: true })
  } catch {
    return []
  }
  return entries.flatMap((entry) => {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) return depth > 0 ? postmastersIn(path, depth - 1) : []
    if (entry.name !== 'postmaster.pid') return []
    const pid = Number(readFileSync(path, 'utf8').split('\n')[0])
    return pid > 1 ? [pid] : []
  })
}
