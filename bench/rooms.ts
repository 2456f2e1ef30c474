// One room with 500 members, all of them looking: how many messages a second come within 200 ms to everybody.
import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { WebSocket } from 'ws'
import { signUp } from '../server/test-people.ts'
import type { Person } from '../server/test-people.ts'
import { pause } from './pause.ts'
import { Peer } from './peers/processes.ts'
import { percentile, record } from './results.ts'

const members = 500
const speakers = 50
const rates = [25, 50, 100, 200]
const seconds = 6
const stepMs = 10
/** Accounts are made so many at a time: each costs a password's hash. */
const atOnce = 10

export async function rooms(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'hubbub-bench-'))
  const server = new Peer('serve.ts', ['hubbub'], { DATA_DIR: folder, DATABASE_URL: '', PORT: '0' })
  const { port } = await server.next('ready')
  const origin = `http://127.0.0.1:${port}`
  const people: Person[] = []
  while (people.length < members) {
    people.push(...(await Promise.all(Array.from({ length: atOnce }, () => signUp(origin)))))
  }
  const roomId = await gather(origin, people)
  const clients = new Peer(
    'watch.ts',
    ['hubbub', String(port), String(members), `topics=room:${roomId}`],
    {
      BENCH_SESSIONS: people.map(({ cookie }) => cookie).join('\n'),
    },
  )
  await clients.next('opened')
  const sockets = await Promise.all(
    people.slice(0, speakers).map(({ cookie }) => open(origin, cookie)),
  )
  await pause(6000)
  const found: object[] = []
  for (const rate of rates) {
    clients.begin()
    const before = await server.usage()
    const began = performance.now()
    let said = 0
    while (said < rate * seconds) {
      const due = Math.min(rate * seconds, ((performance.now() - began) * rate) / 1000)
      for (; said < due; said += 1) {
        const now = (performance.timeOrigin + performance.now()).toFixed(1)
        const body = `t=${now}; What everybody in the room is to read at once.`
        sockets[said % speakers]?.send(
          JSON.stringify({ type: 'message', ref: randomUUID(), roomId, body }),
        )
      }
      await pause(stepMs)
    }
    await pause(2000)
    const took = (performance.now() - began) / 1000
    const spent = (await server.usage()).cpuMs - before.cpuMs
    const { deliveries, delays } = await clients.report()
    const at = (part: number): string =>
      (delays[Math.floor((delays.length - 1) * part)] ?? Number.NaN).toFixed(0)
    found.push({
      rate,
      median: percentile(delays, 0.5),
      p99: percentile(delays, 0.99),
      core: spent / took / 1000,
    })
    console.log(
      `  ${rate} messages/s to ${members} members: ${deliveries} of ${said * members} deliveries, ` +
        `median ${at(0.5)} ms, p99 ${at(0.99)} ms, ${(spent / took / 10).toFixed(0)} % of a core`,
    )
  }
  record('rooms', { members, rates: found })
  for (const socket of sockets) socket.close()
  await clients.stop()
  await server.stop()
  await rm(folder, { recursive: true, force: true })
}

async function command(origin: string, { cookie }: Person, input: object): Promise<unknown> {
  const response = await fetch(`${origin}/live/commands`, {
    method: 'POST',
    headers: { origin, cookie },
    body: JSON.stringify({ ref: randomUUID(), ...input }),
  })
  return response.json()
}

/** Makes a room that all are in; its id. */
async function gather(origin: string, people: readonly Person[]): Promise<string> {
  const [first, ...others] = people
  if (!first) throw new Error('There is nobody.')
  const answer = (await command(origin, first, {
    type: 'createRoom',
    kind: 'public',
    name: 'Everybody',
  })) as { result: { own: { room: { id: string } } } }
  const roomId = answer.result.own.room.id
  for (let from = 0; from < others.length; from += atOnce) {
    const some = others.slice(from, from + atOnce)
    await Promise.all(some.map((person) => command(origin, person, { type: 'joinRoom', roomId })))
  }
  return roomId
}

function open(origin: string, cookie: string): Promise<WebSocket> {
  const socket = new WebSocket(`${origin.replace('http', 'ws')}/live/ws`, {
    headers: { origin, cookie },
    perMessageDeflate: false,
  })
  return new Promise((resolve) => socket.once('open', () => resolve(socket)))
}
