// The server restarts under thousands of watchers: how they come back, what that costs the database, and that each has
// what was written as soon as it could be.
import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { createLogger } from '#platform/logger.ts'
import { startEmbedded } from '#platform/postgres/embedded.ts'
import { signUp } from '../server/test-people.ts'
import { pause } from './pause.ts'
import { Peer } from './peers/processes.ts'
import { record } from './results.ts'

const watchers = 5000
const limitMs = 60_000

export async function restart(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'hubbub-bench-'))
  const embedded = await startEmbedded(join(folder, 'data'), createLogger('fatal'))
  const env = { DATA_DIR: join(folder, 'data'), DATABASE_URL: embedded.url, PORT: '0' }
  const first = new Peer('serve.ts', ['hubbub'], env)
  const { port } = await first.next('ready')
  const origin = `http://127.0.0.1:${port}`
  const { cookie } = await signUp(origin)
  const clients = new Peer('watch.ts', ['hubbub', String(port), String(watchers), 'topics=feed'])
  await clients.next('opened')
  await writePost(origin, cookie)
  await pause(1000)

  clients.begin()
  let began = performance.now()
  await first.stop()
  console.log(`  ${watchers} watchers: the server stopped in ${since(began)} s`)
  began = performance.now()
  const second = new Peer('serve.ts', ['hubbub'], { ...env, PORT: String(port) })
  await second.next('ready')
  console.log(`  ready again after ${since(began)} s`)
  await writePost(origin, cookie)
  const before = await transactions(embedded.url)
  for (;;) {
    const { open, mostOpenedPerSecond, deliveries } = await clients.report()
    if (open === watchers && deliveries >= watchers) {
      const backAfter = since(began)
      const during = (await transactions(embedded.url)) - before
      const idle = await idleTransactions(embedded.url)
      console.log(
        `  all back after ${backAfter} s, at most ${mostOpenedPerSecond} in a second; each had the post written meanwhile ` +
          `${deliveries === watchers ? 'once' : `(${deliveries} deliveries)`}`,
      )
      console.log(
        `  the database did ${during} transactions meanwhile; idle it does ${idle.toFixed(1)} a second`,
      )
      record('restart', {
        watchers,
        backAfter: Number(backAfter),
        mostOpenedPerSecond,
        transactions: during,
      })
      break
    }
    if (performance.now() - began > limitMs)
      throw new Error(`Only ${open} of ${watchers} came back.`)
    await pause(100)
  }
  await clients.stop()
  await second.stop()
  await embedded.stop()
  await rm(folder, { recursive: true, force: true })
}

function since(began: number): string {
  return ((performance.now() - began) / 1000).toFixed(1)
}

async function writePost(origin: string, cookie: string): Promise<void> {
  const body = JSON.stringify({ type: 'post', ref: randomUUID(), body: 'Are you back?' })
  const headers = { cookie, origin }
  const response = await fetch(`${origin}/live/commands`, { method: 'POST', headers, body })
  if (!response.ok) throw new Error(await response.text())
}

/** Transactions that the database has committed so far; its counters are about a second late. */
async function transactions(url: string): Promise<number> {
  await pause(1500)
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  const { rows } = await client.query<{ count: string }>(
    'select xact_commit as count from pg_stat_database where datname = current_database()',
  )
  await client.end()
  return Number(rows[0]?.count)
}

async function idleTransactions(url: string): Promise<number> {
  const from = await transactions(url)
  const began = performance.now()
  await pause(8000)
  return ((await transactions(url)) - from) / ((performance.now() - began) / 1000)
}
