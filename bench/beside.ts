// How long one person's like takes while others do something else: what one does must not hold up another.
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

const others = 59
const answersToOne = 400
const seconds = 6
/** Accounts are made so many at a time: each costs a password's hash. */
const atOnce = 10

/** The others below do as much as they can; these as much as fingers can. */
const eachPerSecond = 5
const inTime = `who react ${eachPerSecond} times a second each`

type Command = { type: string } & Record<string, unknown>

export async function beside(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'hubbub-bench-'))
  const server = new Peer('serve.ts', ['hubbub'], { DATA_DIR: folder, DATABASE_URL: '', PORT: '0' })
  const { port } = await server.next('ready')
  const origin = `http://127.0.0.1:${port}`
  const people: Person[] = []
  while (people.length <= others) {
    people.push(...(await Promise.all(Array.from({ length: atOnce }, () => signUp(origin)))))
  }
  const speakers = await Promise.all(people.slice(0, others + 1).map((each) => open(origin, each)))
  const [liker, ...crowd] = speakers
  if (!liker) throw new Error('There is nobody who likes.')
  const { post } = await liker.does<{ post: { id: string } }>({ type: 'post', body: 'Liked' })
  const made = await liker.does<{ own: { room: { id: string } } }>({
    type: 'createRoom',
    kind: 'public',
    name: 'Here',
  })
  const roomId = made.own.room.id
  const say = (speaker: Speaker, replyTo?: string) =>
    speaker.does<{ message: { id: string } }>({
      type: 'message',
      roomId,
      body: 'Hello',
      ...(replyTo === undefined ? {} : { replyTo }),
    })
  for (const speaker of crowd) await speaker.does({ type: 'joinRoom', roomId })
  const own = await Promise.all(crowd.map(async (speaker) => (await say(speaker)).message.id))
  const [answered = ''] = own
  for (let said = 0; said < answersToOne; said += others) {
    await Promise.all(crowd.map((speaker) => say(speaker, answered)))
  }

  const reactions = (turn: number): Command => ({
    type: turn % 2 === 0 ? 'react' : 'unreact',
    messageId: answered,
    emoji: '👍',
  })
  const crowds: Record<string, (turn: number, person: number) => Command | null> = {
    nobody: () => null,
    [inTime]: reactions,
    'who react': reactions,
    'who read': (turn, person) => ({
      type: 'readRoom',
      roomId,
      upTo: own[(turn + person) % own.length],
    }),
    'who edit': (turn, person) => ({
      type: 'editMessage',
      messageId: own[person],
      body: `Hello ${turn}`,
    }),
    'one of whom edits what 400 answered': (turn, person) =>
      person === 0 ? { type: 'editMessage', messageId: answered, body: `Hello ${turn}` } : null,
  }
  const found: Record<string, object> = {}
  for (const [name, next] of Object.entries(crowds)) {
    const ends = performance.now() + seconds * 1000
    const stop = () => performance.now() > ends
    const [times, ...did] = await Promise.all([
      likes(liker, post.id, stop),
      ...crowd.map((speaker, person) =>
        busy(speaker, person, next, stop, name === inTime ? 1000 / eachPerSecond : 0),
      ),
    ])
    const median = percentile(times, 0.5)
    const p99 = percentile(times, 0.99)
    const perSecond = did.reduce((sum, count) => sum + count, 0) / seconds
    found[name] = { median, p99, perSecond }
    console.log(
      `  beside ${others} ${name}: a like ${median.toFixed(1)} ms (p99 ${p99.toFixed(1)}), they did ${perSecond.toFixed(0)}/s`,
    )
  }
  record('beside', found)
  for (const speaker of speakers) speaker.close()
  await server.stop()
  await rm(folder, { recursive: true, force: true })
}

interface Speaker {
  /** The result; rejects when the command is refused. */
  does<Result>(command: Command): Promise<Result>
  close(): void
}

async function likes(liker: Speaker, postId: string, stop: () => boolean): Promise<number[]> {
  const times: number[] = []
  for (let turn = 0; !stop(); turn += 1) {
    const began = performance.now()
    await liker.does({ type: turn % 2 === 0 ? 'like' : 'unlike', postId })
    times.push(performance.now() - began)
  }
  return times.toSorted((a, b) => a - b)
}

async function busy(
  speaker: Speaker,
  person: number,
  next: (turn: number, person: number) => Command | null,
  stop: () => boolean,
  everyMs: number,
): Promise<number> {
  let done = 0
  // Not all in the same moment.
  await pause(Math.random() * everyMs)
  for (let turn = 0; !stop(); turn += 1) {
    const command = next(turn, person)
    if (!command) return 0
    const due = performance.now() + everyMs
    await speaker.does(command)
    done += 1
    if (everyMs > 0) await pause(Math.max(0, due - performance.now()))
  }
  return done
}

async function open(origin: string, { cookie }: Person): Promise<Speaker> {
  const socket = new WebSocket(`${origin.replace('http', 'ws')}/live/ws`, {
    headers: { origin, cookie },
  })
  const waiting = new Map<string, (message: { type: string; result: unknown }) => void>()
  socket.on('message', (text) => {
    const message = JSON.parse(String(text)) as { type: string; ref?: string; result: unknown }
    if (message.type !== 'ack' && message.type !== 'error') return
    waiting.get(message.ref ?? '')?.(message)
    waiting.delete(message.ref ?? '')
  })
  await new Promise((resolve, reject) => {
    socket.once('open', resolve)
    socket.once('error', reject)
  })
  return {
    does: <Result>(command: Command) =>
      new Promise<Result>((resolve, reject) => {
        const ref = randomUUID()
        waiting.set(ref, (message) => {
          if (message.type === 'ack') resolve(message.result as Result)
          else reject(new Error(JSON.stringify(message)))
        })
        socket.send(JSON.stringify({ ref, ...command }))
      }),
    close: () => socket.close(),
  }
}
