// The site that is attacked: a production build on a database of its own, filled without limits and then started with them.
import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { freePort } from '../e2e/free-port.ts'
import { ensureBuild } from '../scripts/build.mjs'
import { openTestFolder } from '#platform/test-folder.ts'
import type { TestFolder } from '#platform/test-folder.ts'
import { signUp } from '../server/test-people.ts'
import type { Person } from '../server/test-people.ts'
import type { Site } from './attack.ts'

const startLimitMs = 60_000
const posts = 300
const comments = 1500
const atOnce = 10

export interface RunningSite extends Site {
  /** Whether the process of the server is still the one that was started. */
  readonly runs: boolean
  stop(): Promise<void>
}

export async function startSite(): Promise<RunningSite> {
  await ensureBuild()
  const folder = openTestFolder()
  const port = await freePort()
  const origin = `http://127.0.0.1:${port}`
  let server = await start(folder, port, { RATE_LIMIT: 'off' })
  const filled = await fill(origin)
  await end(server)
  server = await start(folder, port, { RATE_LIMIT: 'on', TRUSTED_PROXIES: '1' })
  return {
    origin,
    ...filled,
    get runs() {
      return server.exitCode === null
    },
    stop: () => folder.remove(),
  }
}

async function start(
  folder: TestFolder,
  port: number,
  settings: Record<string, string>,
): Promise<ChildProcess> {
  const server = spawn(process.execPath, ['scripts/start.mjs'], {
    cwd: join(import.meta.dirname, '..'),
    stdio: ['ignore', 'ignore', 'inherit'],
    env: {
      ...process.env,
      DATA_DIR: join(folder.path, 'data'),
      DATABASE_URL: '',
      HOST: '127.0.0.1',
      LIVE_TRANSPORTS: '',
      LOG_LEVEL: 'error',
      PORT: String(port),
      PUBLIC_URL: '',
      ...settings,
    },
  })
  if (server.pid !== undefined) folder.watch(server.pid)
  for (const limit = Date.now() + startLimitMs; ; await pause(100)) {
    if (server.exitCode !== null || Date.now() > limit) throw new Error('The site did not start.')
    const ok = await fetch(`http://127.0.0.1:${port}/healthz`).then(
      (response) => response.ok,
      () => false,
    )
    if (ok) return server
  }
}

async function end(server: ChildProcess): Promise<void> {
  const ended = once(server, 'exit')
  server.kill('SIGTERM')
  await ended
}

async function fill(origin: string): Promise<Pick<Site, 'cookie' | 'postIds' | 'oldest'>> {
  const { cursor: oldest } = (await (
    await fetch(`${origin}/live/snapshot?topics=feed`)
  ).json()) as { cursor: string }
  const people = await Promise.all(Array.from({ length: atOnce }, () => signUp(origin)))
  const write = async (count: number, command: (index: number) => object): Promise<unknown[]> => {
    const results: unknown[] = []
    const one = async (person: Person): Promise<void> => {
      while (results.length < count) {
        const index = results.push(null) - 1
        results[index] = await run(origin, person, command(index))
      }
    }
    await Promise.all(people.map(one))
    return results
  }
  const written = await write(posts, (index) => ({ type: 'post', body: `Post ${index}. ${words}` }))
  const postIds = (written as { post: { id: string } }[]).map(({ post }) => post.id)
  await write(comments, (index) => ({
    type: 'comment',
    postId: postIds[index % postIds.length],
    body: words,
  }))
  return { cookie: people[0]?.cookie ?? '', postIds, oldest }
}

const words = 'Words that somebody wrote, as long as most people write them. '.repeat(5)

async function run(origin: string, { cookie }: Person, command: object): Promise<unknown> {
  const response = await fetch(`${origin}/live/commands`, {
    method: 'POST',
    headers: { origin, cookie },
    body: JSON.stringify({ ref: randomUUID(), ...command }),
  })
  const answer = (await response.json()) as { type: string; result: unknown }
  if (answer.type !== 'ack') throw new Error(JSON.stringify(answer))
  return answer.result
}
