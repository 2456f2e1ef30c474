// Durable likes a second over WebSockets, beside a plain transaction per like on the same database.
import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { WebSocket } from 'ws'
import { createLogger } from '#platform/logger.ts'
import { openDatabase } from '#platform/postgres/database.ts'
import type { Database } from '#platform/postgres/database.ts'
import { startEmbedded } from '#platform/postgres/embedded.ts'
import { Peer } from './peers/processes.ts'
import { record } from './results.ts'
import { signUp } from '../server/test-people.ts'

const connections = 64
const underWay = 2
const posts = 200
const seconds = 5

export async function likes(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'hubbub-bench-'))
  const logger = createLogger('fatal')
  const embedded = await startEmbedded(join(folder, 'data'), logger)
  const env = { DATA_DIR: join(folder, 'data'), DATABASE_URL: embedded.url, PORT: '0' }
  const server = new Peer('serve.ts', ['hubbub'], env)
  const { port } = await server.next('ready')
  const db = openDatabase(embedded.url, connections)
  const origin = `http://127.0.0.1:${port}`
  const people = await Promise.all(Array.from({ length: connections }, () => signUp(origin)))
  const ids = people.map(({ id }) => id)
  const rows = await db.post.createManyAndReturn({
    data: Array.from({ length: posts }, (_, index) => ({
      authorId: ids[index % ids.length] ?? '',
      body: `${index}`,
    })),
    select: { id: true },
  })
  const postIds = rows.map(({ id }) => id)

  const plain = await measure((stop) =>
    Promise.all(ids.map((id) => plainLikes(db, id, postIds, stop))),
  )
  print('a plain transaction per like', plain)
  await db.like.deleteMany()
  await db.post.updateMany({ data: { likes: 0 } })
  const likeAll = () =>
    measure((stop) =>
      Promise.all(people.map(({ cookie }) => socketLikes(origin, cookie, postIds, stop))),
    )
  // The first likes of a server are slower: it is still being compiled.
  await likeAll()
  const grouped = await likeAll()
  print('commands over WebSockets', grouped)
  console.log(`  ratio ${(grouped.perSecond / plain.perSecond).toFixed(2)}`)
  record('likes', { plain, grouped })
  await db.$disconnect()
  await server.stop()
  await embedded.stop()
  await rm(folder, { recursive: true, force: true })
}

interface Figures {
  perSecond: number
  /** Milliseconds. */
  median: number
  p99: number
}

async function measure(run: (stop: () => boolean) => Promise<number[][]>): Promise<Figures> {
  const began = performance.now()
  const times = (await run(() => performance.now() - began > seconds * 1000)).flat()
  const took = (performance.now() - began) / 1000
  times.sort((a, b) => a - b)
  const at = (part: number) => times[Math.floor(times.length * part)] ?? Number.NaN
  return { perSecond: times.length / took, median: at(0.5), p99: at(0.99) }
}

function print(name: string, { perSecond, median, p99 }: Figures): void {
  console.log(
    `  ${name}: ${perSecond.toFixed(0)} likes/s, median ${median.toFixed(1)} ms, p99 ${p99.toFixed(1)} ms`,
  )
}

/** What one would write first: read, insert, count up, in a transaction of its own. */
async function plainLikes(
  db: Database,
  userId: string,
  postIds: string[],
  stop: () => boolean,
): Promise<number[]> {
  const times: number[] = []
  for (let index = 0; !stop(); index += 1) {
    const postId = postIds[index % postIds.length] ?? ''
    const began = performance.now()
    await db.$transaction(
      async (tx) => {
        const { count } = await tx.like.createMany({
          data: [{ postId, userId }],
          skipDuplicates: true,
        })
        if (count > 0)
          await tx.post.update({ where: { id: postId }, data: { likes: { increment: 1 } } })
        else {
          await tx.like.deleteMany({ where: { postId, userId } })
          await tx.post.update({ where: { id: postId }, data: { likes: { decrement: 1 } } })
        }
      },
      { maxWait: 60_000, timeout: 60_000 },
    )
    times.push(performance.now() - began)
  }
  return times
}

async function socketLikes(
  origin: string,
  cookie: string,
  postIds: string[],
  stop: () => boolean,
): Promise<number[]> {
  const socket = new WebSocket(`${origin.replace('http', 'ws')}/live/ws`, {
    headers: { origin, cookie },
  })
  await new Promise((resolve, reject) => {
    socket.once('open', resolve)
    socket.once('error', reject)
  })
  const times: number[] = []
  const began = new Map<string, number>()
  let index = 0
  const send = () => {
    const ref = randomUUID()
    const postId = postIds[index % postIds.length]
    const type = Math.floor(index / postIds.length) % 2 === 0 ? 'like' : 'unlike'
    index += 1
    began.set(ref, performance.now())
    socket.send(JSON.stringify({ type, ref, postId }))
  }
  await new Promise<void>((resolve) => {
    socket.on('message', (text) => {
      const message = JSON.parse(String(text)) as { type: string; ref: string }
      if (message.type !== 'ack') return
      times.push(performance.now() - (began.get(message.ref) ?? 0))
      began.delete(message.ref)
      if (!stop()) send()
      else if (began.size === 0) resolve()
    })
    for (let each = 0; each < underWay; each += 1) send()
  })
  socket.close()
  return times
}
