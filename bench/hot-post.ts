// One post that is liked and unliked 2,000 times a second before 2,000 watchers: the last count must be right on every
// screen, and no count old when it arrives.
import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { WebSocket } from 'ws'
import { signUp } from '../server/test-people.ts'
import { pause } from './pause.ts'
import { Peer } from './peers/processes.ts'
import { percentile, record } from './results.ts'

const watchers = 2000
const perSecond = 2000
const people = 64
const seconds = 10
const stepMs = 10
/** One by one, as fast as Socket.IO can tell so many. */
const singleChanges = 100
const singleEveryMs = 100

export async function hotPost(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'hubbub-bench-'))
  const server = new Peer('serve.ts', ['hubbub'], { DATA_DIR: folder, DATABASE_URL: '', PORT: '0' })
  const { port } = await server.next('ready')
  const origin = `http://127.0.0.1:${port}`
  const signedUp = await Promise.all(Array.from({ length: people }, () => signUp(origin)))
  const postId = await writePost(origin, signedUp[0]?.cookie ?? '')
  const clients = new Peer('watch.ts', [
    'hubbub',
    String(port),
    String(watchers),
    `topics=post:${postId}`,
  ])
  await clients.next('opened')
  const speakers = await Promise.all(signedUp.map(({ cookie }) => Speaker.open(origin, cookie)))
  await pause(6000)
  clients.begin()
  const before = await server.usage()

  const began = performance.now()
  let said = 0
  while (said < perSecond * seconds) {
    const due = Math.min(perSecond * seconds, ((performance.now() - began) * perSecond) / 1000)
    for (; said < due; said += 1) speakers[said % people]?.toggle(postId)
    await pause(stepMs)
  }
  // Everybody ends on liking it.
  for (const speaker of speakers) if (!speaker.likes) speaker.toggle(postId)
  await Promise.all(speakers.map((speaker) => speaker.done()))
  const took = (performance.now() - began) / 1000
  await pause(1000)
  const spent = (await server.usage()).cpuMs - before.cpuMs
  const { deliveries, delays, last } = await clients.report()
  const right = last
    .filter(([text]) => text.includes(`"likes":${people},`))
    .reduce((sum, [, count]) => sum + count, 0)
  console.log(
    `  ${said} changes in ${took.toFixed(1)} s before ${watchers} watchers: ${deliveries} counts delivered ` +
      `(${((said * watchers) / deliveries).toFixed(0)} changes in each), ${(spent / took / 10).toFixed(0)} % of a core`,
  )
  console.log(
    `  ${right} of ${watchers} end on the right count; from the commit to a watcher median ${at(delays, 0.5)} ms, ` +
      `p99 ${at(delays, 0.99)} ms, longest ${at(delays, 1)} ms`,
  )
  const socketIo = await costBySocketIo()
  const own = spent / said
  console.log(
    `  CPU for a like before ${watchers} watchers: ${own.toFixed(2)} ms with its commit; Socket.IO, which keeps nothing, ${socketIo.toFixed(2)} ms: ` +
      `${(socketIo / own).toFixed(0)} times as much`,
  )
  record('hot-post', {
    cpuPerLike: own,
    socketIoCpuPerLike: socketIo,
    watchers,
    said,
    right,
    median: percentile(delays, 0.5),
    p99: percentile(delays, 0.99),
    longest: percentile(delays, 1),
    core: spent / took / 1000,
  })
  for (const speaker of speakers) speaker.close()
  await clients.stop()
  await server.stop()
  await rm(folder, { recursive: true, force: true })
}

function at(sorted: readonly number[], part: number): string {
  return (sorted[Math.floor((sorted.length - 1) * part)] ?? Number.NaN).toFixed(0)
}

/** Milliseconds of CPU for one change that Socket.IO tells to all watchers by itself. */
async function costBySocketIo(): Promise<number> {
  const server = new Peer('serve.ts', ['socketio'], { PORT: '0' })
  const { port } = await server.next('ready')
  const clients = new Peer('watch.ts', ['socketio', String(port), String(watchers)])
  await clients.next('opened')
  await pause(2000)
  clients.begin()
  const before = await server.usage()
  for (let change = 0; change < singleChanges; change += 1) {
    server.say({ type: 'broadcast', text: `t=${Date.now()};{"likes":${change}}` })
    await pause(singleEveryMs)
  }
  await pause(1000)
  const spent = (await server.usage()).cpuMs - before.cpuMs
  const { deliveries } = await clients.report()
  if (deliveries !== singleChanges * watchers) throw new Error(`${deliveries} deliveries came.`)
  await clients.stop()
  await server.stop()
  return spent / singleChanges
}

async function writePost(origin: string, cookie: string): Promise<string> {
  const body = JSON.stringify({ type: 'post', ref: randomUUID(), body: 'Like this.' })
  const headers = { cookie, origin }
  const response = await fetch(`${origin}/live/commands`, { method: 'POST', headers, body })
  const answer = (await response.json()) as { result: { post: { id: string } } }
  return answer.result.post.id
}

/** One person who likes and takes it back, again and again. */
class Speaker {
  likes = false
  #underWay = 0
  #idle: (() => void) | undefined
  readonly #socket: WebSocket

  private constructor(socket: WebSocket) {
    this.#socket = socket
    socket.on('message', (text) => {
      const type = /^\{"type":"(\w+)"/.exec(String(text))?.[1]
      if (type === 'error') throw new Error(String(text))
      if (type !== 'ack') return
      this.#underWay -= 1
      if (this.#underWay === 0) this.#idle?.()
    })
  }

  static open(origin: string, cookie: string): Promise<Speaker> {
    const socket = new WebSocket(`${origin.replace('http', 'ws')}/live/ws`, {
      headers: { origin, cookie },
      perMessageDeflate: false,
    })
    return new Promise((resolve) => socket.once('open', () => resolve(new Speaker(socket))))
  }

  toggle(postId: string): void {
    this.likes = !this.likes
    this.#underWay += 1
    const type = this.likes ? 'like' : 'unlike'
    this.#socket.send(JSON.stringify({ type, ref: randomUUID(), postId }))
  }

  done(): Promise<void> {
    if (this.#underWay === 0) return Promise.resolve()
    return new Promise((resolve) => (this.#idle = resolve))
  }

  close(): void {
    this.#socket.close()
  }
}
