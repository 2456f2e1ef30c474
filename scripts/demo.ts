// `npm run demo`: fills an empty Hubbub with a made-up community, then keeps a crowd busy in it until stopped.
// Options: --seed N (1), --speed N (1).
import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { ConfigError, loadEnvFile, readConfig } from '#platform/config.ts'
import type { Config } from '#platform/config.ts'
import { keptSecret } from '#platform/kept-secret.ts'
import { embeddedUrl } from '#platform/postgres/cluster-folder.ts'
import { openDatabase } from '#platform/postgres/database.ts'
import { Crowd } from './demo/crowd.ts'
import { demoHandles, fill } from './demo/fill.ts'
import { createRandom } from './demo/random.ts'
import { followParent } from './follow-parent.mjs'

const crowdSize = 24
const startLimitMs = 240_000
const statusEveryMs = 15_000

const { values } = parseArgs({
  options: { seed: { type: 'string', default: '1' }, speed: { type: 'string', default: '1' } },
})
const seed = Number(values.seed)
const speed = Number(values.speed)
if (!Number.isSafeInteger(seed) || !(speed > 0 && speed <= 50)) {
  fail('--seed takes a whole number, and --speed a number above 0 and up to 50.')
}

const stopped = new AbortController()
followParent()
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stopped.abort())

async function main(): Promise<void> {
  loadEnvFile()
  const config = readConfig()
  const origin = config.publicUrl ?? `http://localhost:${config.port}`
  const server = (await isUp(origin)) ? null : await startServer(origin)
  try {
    await demonstrate(config, origin)
  } finally {
    if (server && server.exitCode === null) {
      server.kill('SIGTERM')
      await once(server, 'exit')
    }
  }
}

async function demonstrate(config: Config, origin: string): Promise<void> {
  const url = config.databaseUrl ?? embeddedUrl(config.dataDir)
  if (!url) fail('The server that answers uses another DATA_DIR: say which, with DATA_DIR=…')
  const password = await keptSecret(join(config.dataDir, 'demo-password'), () =>
    randomBytes(18).toString('base64url'),
  )
  const db = openDatabase(url, 4)
  const posts = await fill(db, seed, password)
  const handles = await demoHandles(db)
  await db.$disconnect()
  if (posts > 0)
    console.log(`Filled with ${handles.length} people and ${posts} posts (seed ${seed}).`)
  if (handles.length === 0) {
    fail(
      'This database has people of its own and none of the demonstration’s: it is left as it is. Use another one with DATA_DIR=./data-demo.',
    )
  }
  console.log(`Open ${origin} and sign up to join in. Ctrl+C ends the crowd.`)
  console.log('`npm run owner -- your_handle` makes you the owner, who sees /performance.')
  const random = createRandom(seed + 1)
  const options = { origin, password, speed, random, signal: stopped.signal }
  const crowd = new Crowd({ ...options, handles: random.shuffled(handles).slice(0, crowdSize) })
  const status = setInterval(() => {
    const { likes, comments, posts: written, messages } = crowd.done
    console.log(
      `${crowd.size} people are here; so far ${likes} likes, ${comments} comments, ${written} posts, ${messages} messages.`,
    )
  }, statusEveryMs)
  await crowd.run()
  clearInterval(status)
}

async function startServer(origin: string): Promise<ChildProcess> {
  console.log('Starting Hubbub …')
  const server = spawn(process.execPath, ['scripts/start.mjs'], {
    cwd: join(import.meta.dirname, '..'),
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  const limit = Date.now() + startLimitMs
  while (Date.now() < limit && server.exitCode === null && !stopped.signal.aborted) {
    if (await isUp(origin)) return server
    await pause(300)
  }
  server.kill('SIGTERM')
  if (stopped.signal.aborted) process.exit(0)
  fail('Hubbub did not start: run `npm start` to see why.')
}

function isUp(origin: string): Promise<boolean> {
  return fetch(`${origin}/healthz`).then(
    ({ ok }) => ok,
    () => false,
  )
}

function fail(sentence: string): never {
  console.error(sentence)
  process.exit(1)
}

main().catch((error: unknown) => {
  console.error(error instanceof ConfigError ? error.message : error)
  process.exit(1)
})
