// A crowd that uses a Hubbub as people do, through the public protocol: it reads the feed over WebSockets, likes,
// answers, talks in #general and now and then writes, until it is stopped.
import { randomUUID } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import { WebSocket } from 'ws'
import { z } from 'zod'
import type { Random } from './random.ts'
import { passing, reactions, talks } from './threads.ts'

/** Out of a hundred things that somebody does. */
const commentsPercent = 9
const postsPercent = 1.2
const messagesPercent = 4
/** Where everybody talks. */
const talkingRoom = 'general'
/** Milliseconds between two things that somebody of the crowd does, on average, at speed 1. */
const betweenMs = 340
/** Sign-ins a minute stay below what one address may. */
const betweenSignInsMs = 2200
const remembered = 60

const message = z.looseObject({
  type: z.string(),
  id: z.string().optional(),
  code: z.string().optional(),
  retryAfterMs: z.number().optional(),
  data: z
    .looseObject({
      post: z.looseObject({ id: z.string() }).optional(),
      postId: z.string().optional(),
    })
    .optional(),
})
const snapshot = z.object({
  cursor: z.string(),
  snapshots: z.object({ feed: z.object({ posts: z.array(z.object({ id: z.string() })) }) }),
})

const rooms = z.object({
  snapshots: z.object({
    rooms: z.object({ rooms: z.array(z.object({ id: z.string(), name: z.string() })) }),
  }),
})

export interface CrowdOptions {
  origin: string
  handles: readonly string[]
  password: string
  /** 2 is twice as busy. */
  speed: number
  random: Random
  signal: AbortSignal
}

export class Crowd {
  readonly done = { likes: 0, comments: 0, posts: 0, messages: 0 }
  readonly #options: CrowdOptions
  readonly #members: Member[] = []
  /** The posts at hand, newest last. */
  #posts: string[] = []
  /** Who looks on for a moment sees one of each. */
  readonly #first: Doing[] = ['message', 'comment', 'post']
  #roomId: string | null = null
  /** What is said next in the room. */
  #lines: string[] = []

  constructor(options: CrowdOptions) {
    this.#options = options
  }

  get size(): number {
    return this.#members.length
  }

  /** Resolves when the signal says so. */
  async run(): Promise<void> {
    const { origin, signal } = this.#options
    const response = await fetch(`${origin}/live/snapshot?topics=feed`)
    const { snapshots } = snapshot.parse(await response.json())
    this.#posts = snapshots.feed.posts.map(({ id }) => id).toReversed()
    await Promise.all([this.#arrive(), this.#live()])
    if (signal.aborted) for (const member of this.#members) member.leave()
  }

  /** They come in one after the other. */
  async #arrive(): Promise<void> {
    const { origin, handles, password, signal } = this.#options
    for (const handle of handles) {
      if (signal.aborted) return
      const cookie = await signIn(origin, handle, password)
      if (cookie) {
        this.#roomId ??= await findRoom(origin, cookie)
        const member = new Member(origin, cookie, (post) => this.#noticed(post), signal)
        void member.stay()
        this.#members.push(member)
      }
      await rest(betweenSignInsMs, signal)
    }
  }

  #noticed(postId: string): void {
    if (this.#posts.includes(postId)) return
    this.#posts = [...this.#posts, postId].slice(-remembered)
  }

  async #live(): Promise<void> {
    const { random, signal, speed } = this.#options
    while (!signal.aborted) {
      await rest((betweenMs * (0.3 + 1.4 * random.next())) / speed, signal)
      const ready = this.#members.filter((member) => member.ready)
      if (ready.length > 0 && this.#posts.length > 0) this.#act(random.pick(ready))
    }
  }

  #act(member: Member): void {
    const { random } = this.#options
    const doing = this.#first.shift() ?? whatToDo(random.next() * 100)
    if (doing === 'message') return this.#talk(member)
    if (doing === 'post') {
      member.say({ type: 'post', body: random.pick(passing) })
      this.done.posts += 1
      return
    }
    // What is new is looked at most.
    const near = Math.floor(this.#posts.length * random.next() ** 3)
    const postId = this.#posts.at(-1 - near)
    if (postId === undefined) return
    if (doing === 'comment') {
      member.say({ type: 'comment', postId, body: random.pick(reactions) })
      this.done.comments += 1
    } else {
      const type = member.likes.has(postId) ? 'unlike' : 'like'
      if (type === 'like') member.likes.add(postId)
      else member.likes.delete(postId)
      member.say({ type, postId })
      this.done.likes += 1
    }
  }

  /** Whoever has something to say in the room joins it first. */
  #talk(member: Member): void {
    if (this.#roomId === null) return
    if (this.#lines.length === 0) this.#lines = [...this.#options.random.pick(talks)]
    const body = this.#lines.shift()
    if (body === undefined) return
    if (!member.hasJoined) member.say({ type: 'joinRoom', roomId: this.#roomId })
    member.hasJoined = true
    member.say({ type: 'message', roomId: this.#roomId, body })
    this.done.messages += 1
  }
}

type Doing = 'post' | 'comment' | 'message' | 'like'

function whatToDo(chance: number): Doing {
  if (chance < postsPercent) return 'post'
  if (chance < postsPercent + commentsPercent) return 'comment'
  return chance < postsPercent + commentsPercent + messagesPercent ? 'message' : 'like'
}

/** The room where everybody talks, or null when there is none. */
async function findRoom(origin: string, cookie: string): Promise<string | null> {
  const response = await fetch(`${origin}/live/snapshot?topics=rooms`, {
    headers: { cookie, origin },
  })
  const parsed = rooms.safeParse(await response.json())
  const open = parsed.success ? parsed.data.snapshots.rooms.rooms : []
  return open.find(({ name }) => name === talkingRoom)?.id ?? null
}

/** One person at a WebSocket, who comes back when it breaks. */
class Member {
  readonly likes = new Set<string>()
  /** The room where everybody talks. */
  hasJoined = false
  readonly #origin: string
  readonly #cookie: string
  readonly #noticed: (postId: string) => void
  readonly #signal: AbortSignal
  #socket: WebSocket | null = null
  #cursor: string | null = null
  #quietUntil = 0

  constructor(
    origin: string,
    cookie: string,
    noticed: (postId: string) => void,
    signal: AbortSignal,
  ) {
    this.#origin = origin
    this.#cookie = cookie
    this.#noticed = noticed
    this.#signal = signal
  }

  get ready(): boolean {
    return this.#socket?.readyState === WebSocket.OPEN && Date.now() > this.#quietUntil
  }

  say(command: object): void {
    this.#socket?.send(JSON.stringify({ ref: randomUUID(), ...command }))
  }

  leave(): void {
    this.#socket?.close()
  }

  async stay(): Promise<void> {
    let wait = 500
    while (!this.#signal.aborted) {
      const opened = Date.now()
      const code = await this.#connect()
      if (code === 4401) return
      wait = Date.now() - opened > 10_000 ? 500 : Math.min(wait * 2, 15_000)
      await rest(wait * Math.random(), this.#signal)
    }
  }

  /** Resolves with the close code when the connection has ended. */
  #connect(): Promise<number> {
    const since = this.#cursor === null ? '' : `&since=${this.#cursor}`
    const url = `${this.#origin.replace('http', 'ws')}/live/ws?topics=feed${since}`
    const socket = new WebSocket(url, { headers: { origin: this.#origin, cookie: this.#cookie } })
    this.#socket = socket
    socket.on('message', (bytes: Buffer) => this.#heard(bytes.toString()))
    socket.on('error', () => undefined)
    return new Promise((resolve) => socket.once('close', resolve))
  }

  #heard(text: string): void {
    const { type, id, code, retryAfterMs, data } = message.parse(JSON.parse(text))
    if (id !== undefined) this.#cursor = id
    if (type === 'post.created' && data?.post) this.#noticed(data.post.id)
    if (code === 'rate_limited') this.#quietUntil = Date.now() + (retryAfterMs ?? 1000)
  }
}

async function signIn(origin: string, username: string, password: string): Promise<string | null> {
  const response = await fetch(`${origin}/api/auth/sign-in/username`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin },
    body: JSON.stringify({ username, password }),
  }).catch(() => null)
  if (!response?.ok) return null
  return response.headers
    .getSetCookie()
    .map((each) => each.split(';')[0])
    .join('; ')
}

async function rest(ms: number, signal: AbortSignal): Promise<void> {
  await pause(ms, undefined, { signal }).catch(() => undefined)
}
