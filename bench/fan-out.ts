// One change to thousands of watchers: what a delivery costs, what an idle connection takes, and how long the last
// watcher waits; beside bare ws and Socket.IO in the same run. What the idle connections cost meanwhile (heartbeats,
// pings) and what a change costs before nobody (a command and its commit) is measured first, told by itself and taken off.
import { spawnSync } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { randomUUID } from 'node:crypto'
import { signUp } from '../server/test-people.ts'
import { pause } from './pause.ts'
import { Peer } from './peers/processes.ts'
import { percentile, record } from './results.ts'

const sizes = (process.env['BENCH_WATCHERS'] ?? '1000,5000,10000').split(',').map(Number)
const rounds = 40
const pauseMs = 250
/** As long as a round of heartbeats. */
const idleMs = 15_000
/** Who is here has been told by then. */
const settledMs = 8_000

const hasRedis = spawnSync('redis-server', ['--version']).status === 0

const kinds = [
  { name: 'bare ws', kind: 'ws', watching: 'ws' },
  { name: 'bare SSE', kind: 'http', watching: 'sse' },
  { name: 'Socket.IO', kind: 'socketio', watching: 'socketio' },
  { name: 'Socket.IO with Redis', kind: 'socketio-redis', watching: 'socketio' },
  { name: 'Hubbub over WebSocket', kind: 'hubbub', watching: 'hubbub' },
  { name: 'Hubbub over SSE', kind: 'hubbub', watching: 'sse' },
] as const

interface Figures {
  watchers: number
  /** Milliseconds of CPU. */
  changeMs: number
  /** Milliseconds of CPU in a second in which nothing is said. */
  idlePerSecond: number
  /** Microseconds. */
  cpuPerDelivery: number
  bytesPerConnection: number
  median: number
  p99: number
}

export async function fanOut(): Promise<void> {
  console.log(`  ${rounds} changes, one each ${pauseMs} ms`)
  const folder = await mkdtemp(join(tmpdir(), 'hubbub-bench-'))
  const found: Record<string, Figures[]> = {}
  for (const watchers of sizes) {
    console.log(`  ${watchers} watchers`)
    for (const each of kinds) {
      if (each.kind === 'socketio-redis' && !hasRedis) continue
      const figures = await measure(each, watchers, join(folder, each.watching))
      ;(found[each.name] ??= []).push(figures)
    }
  }
  const ws = found['bare ws']?.at(-1)
  for (const { name } of kinds) {
    const figures = found[name]?.at(-1)
    if (!ws || !figures || figures === ws) continue
    const to = (key: keyof Figures): string => (figures[key] / ws[key]).toFixed(2)
    console.log(
      `  ${name} to bare ws, ${ws.watchers} watchers: CPU ${to('cpuPerDelivery')}, memory ${to('bytesPerConnection')}, p99 ${to('p99')}`,
    )
  }
  record('fan-out', found)
  await rm(folder, { recursive: true, force: true })
}

async function measure(
  { name, kind, watching }: (typeof kinds)[number],
  watchers: number,
  folder: string,
): Promise<Figures> {
  const server = new Peer('serve.ts', [kind], { DATA_DIR: folder, DATABASE_URL: '', PORT: '0' })
  const { port } = await server.next('ready')
  const say = await speaker(kind, server, `http://127.0.0.1:${port}`)
  for (let warmUp = 0; warmUp < 200; warmUp += 1) await say()
  const changeMs = await costOfChange(server, say)
  const before = await server.usage()
  const clients = new Peer('watch.ts', [watching, String(port), String(watchers), 'topics=feed'])
  await clients.next('opened')
  await pause(settledMs)
  const idle = await server.usage()
  await pause(idleMs)
  const idlePerSecond = (((await server.usage()).cpuMs - idle.cpuMs) * 1000) / idleMs
  clients.begin()
  const from = (await server.usage()).cpuMs
  const began = performance.now()
  for (let round = 0; round < rounds; round += 1) {
    await say()
    await pause(pauseMs)
  }
  await pause(1000)
  const seconds = (performance.now() - began) / 1000
  const spent = (await server.usage()).cpuMs - from - idlePerSecond * seconds - changeMs * rounds
  const { deliveries, delays } = await clients.report()
  if (deliveries !== rounds * watchers) throw new Error(`${deliveries} deliveries came.`)
  await clients.stop()
  await server.stop()
  const figures = {
    watchers,
    changeMs,
    idlePerSecond,
    cpuPerDelivery: (spent * 1000) / deliveries,
    bytesPerConnection: (idle.memory - before.memory) / watchers,
    median: percentile(delays, 0.5),
    p99: percentile(delays, 0.99),
  }
  console.log(
    `    ${name}: ${figures.cpuPerDelivery.toFixed(2)} µs CPU a delivery, ${(figures.bytesPerConnection / 1024).toFixed(1)} KiB a connection, ` +
      `a change ${changeMs.toFixed(1)} ms CPU, idle ${idlePerSecond.toFixed(0)} ms CPU/s, median ${figures.median.toFixed(1)} ms, p99 ${figures.p99.toFixed(1)} ms`,
  )
  return figures
}

/** Before there are watchers. */
async function costOfChange(server: Peer, say: () => Promise<void>): Promise<number> {
  const { cpuMs } = await server.usage()
  for (let round = 0; round < rounds; round += 1) {
    await say()
    await pause(pauseMs)
  }
  return ((await server.usage()).cpuMs - cpuMs) / rounds
}

/** Says one thing to all, with the moment in it; for Hubbub a post, from its command on. */
async function speaker(kind: string, server: Peer, origin: string): Promise<() => Promise<void>> {
  const now = (): string => `t=${(performance.timeOrigin + performance.now()).toFixed(1)};`
  if (kind !== 'hubbub') {
    // As long as the event of a post.
    const padding = 'x'.repeat(420)
    return () => {
      server.say({ type: 'broadcast', text: `${now()}${padding}` })
      return Promise.resolve()
    }
  }
  const { cookie } = await signUp(origin)
  return async () => {
    const body = JSON.stringify({ type: 'post', ref: randomUUID(), body: now() })
    const headers = { cookie, origin }
    const response = await fetch(`${origin}/live/commands`, { method: 'POST', headers, body })
    if (!response.ok) throw new Error(await response.text())
  }
}
