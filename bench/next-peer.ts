// The least apps that Next itself can serve, beside which Hubbub's pages and actions are held.
import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { freePort } from '../e2e/free-port.ts'
import { startPinned } from './pinned.ts'
import type { Pinned } from './pinned.ts'

const next = 'node_modules/next/dist/bin/next'
const peer = 'bench/peers/next'

export async function startNextPeer(): Promise<Pinned> {
  await promisify(execFile)(process.execPath, [next, 'build', peer])
  const port = await freePort()
  return startPinned([next, 'start', peer, '-p', String(port)], port)
}
