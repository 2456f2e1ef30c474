// People who write without a pause and readers who follow over each transport; in the end each has all, once.
import type { LiveEvent } from '#features/protocol.ts'
import { randomUUID } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import { Connection } from '#live/client/connection.ts'
import { transports } from '#platform/transports.ts'
import type { WireTransport } from '#platform/transports.ts'
import { signUp } from '../server/test-people.ts'
import { until } from './until.ts'
import type { FaultySite } from './site.ts'

const writers = 4
const answerLimitMs = 15_000
const arrivalLimitMs = 45_000
const verdictLimitMs = 60_000

export class Crowd {
  readonly #site: FaultySite
  /** Begins all that it writes. */
  readonly #name = randomUUID().slice(0, 8)
  readonly #acknowledged: string[] = []
  readonly #followers: Follower[]
  /** When the change was sent that was sent last of those that are acknowledged, and when its answer came. */
  #newest = { sentAt: 0, answeredAt: 0 }
  #work: Promise<unknown> = Promise.resolve()
  /** Nothing new is begun. */
  #isOver = false
  /** What is not acknowledged is given up. */
  readonly #stopped = new AbortController()
  /** What was answered instead of an acknowledgement, and how often. */
  readonly refused = new Map<string, number>()

  private constructor(site: FaultySite, followers: Follower[]) {
    this.#site = site
    this.#followers = followers
  }

  /** `through`: where the readers follow, when not at the site itself. */
  static async begin(
    site: FaultySite,
    through = site.origin,
    over: readonly WireTransport[] = transports,
  ): Promise<Crowd> {
    const people = await Promise.all(Array.from({ length: writers }, () => signUp(site.origin)))
    const response = await fetch(`${site.origin}/live/snapshot?topics=feed`)
    const { cursor } = (await response.json()) as { cursor: string }
    const followers = over.map((transport) => new Follower(through, transport, cursor))
    const crowd = new Crowd(site, followers)
    crowd.#work = Promise.all(people.map(({ cookie }, writer) => crowd.#write(cookie, writer)))
    // It is the verdict's to say.
    crowd.#work.catch(() => undefined)
    await crowd.again()
    return crowd
  }

  get count(): number {
    return this.#acknowledged.length
  }

  /** Resolves when a change that was sent from now on is acknowledged, with how long that took. */
  async again(limitMs = 60_000): Promise<number> {
    const from = performance.now()
    await until('a change is acknowledged', limitMs, () => this.#newest.sentAt > from)
    return this.#newest.answeredAt - from
  }

  /** Resolves when so many more changes are acknowledged. */
  async more(count: number): Promise<void> {
    const enough = this.#acknowledged.length + count
    await until(`${count} more changes`, 60_000, () => this.#acknowledged.length >= enough)
  }

  /** Nobody writes any more: all of it is in the database and has come to every reader, each once. A sentence. */
  async verdict(): Promise<string> {
    this.#isOver = true
    const late = setTimeout(() => this.#stopped.abort(), verdictLimitMs)
    await this.#work
    clearTimeout(late)
    const wanted = this.#acknowledged.toSorted()
    const rows = await this.#site.query<{ body: string }>('SELECT body FROM posts')
    const own = (bodies: readonly string[]) =>
      bodies.filter((body) => body.startsWith(this.#name)).toSorted()
    same('the database', own(rows.map(({ body }) => body)), wanted)
    for (const follower of this.#followers) {
      await until(`all has come over ${follower.transport}`, arrivalLimitMs, () => {
        return own(follower.bodies).length >= wanted.length
      }).catch(() => undefined)
      same(follower.transport, own(follower.bodies), wanted)
    }
    this.stop()
    return `${wanted.length} acknowledged, all there once, over ${this.#followers.length} readers too`
  }

  stop(): void {
    this.#isOver = true
    this.#stopped.abort()
    for (const follower of this.#followers) follower.stop()
  }

  async #write(cookie: string, writer: number): Promise<void> {
    for (let index = 0; !this.#isOver; index += 1) {
      const body = `${this.#name} ${writer}/${index}`
      await this.#insist(cookie, { type: 'post', ref: randomUUID(), body })
      this.#acknowledged.push(body)
      // Enough for a fault to fall between the steps of a change, and little enough for a slow machine.
      await pause(5)
    }
  }

  /** Sends one command until it is acknowledged, as a page does. */
  async #insist(cookie: string, command: object): Promise<void> {
    for (;;) {
      const answer = await this.#send(cookie, command)
      if (answer === 'ack') return
      if (this.#stopped.signal.aborted) throw new Error(`a change was not acknowledged: ${answer}`)
      this.refused.set(answer, (this.refused.get(answer) ?? 0) + 1)
      if (answer !== 'unavailable' && answer !== 'no answer') throw new Error(`refused: ${answer}`)
      await pause(50)
    }
  }

  async #send(cookie: string, command: object): Promise<string> {
    const sentAt = performance.now()
    try {
      const response = await fetch(`${this.#site.origin}/live/commands`, {
        method: 'POST',
        headers: { origin: this.#site.origin, cookie },
        body: JSON.stringify(command),
        signal: AbortSignal.timeout(answerLimitMs),
      })
      const answer = (await response.json()) as { type: string; code?: string }
      if (answer.type !== 'ack') return answer.code ?? answer.type
      if (sentAt > this.#newest.sentAt) this.#newest = { sentAt, answeredAt: performance.now() }
      return 'ack'
    } catch {
      return 'no answer'
    }
  }
}

/** A reader over one transport alone. */
class Follower {
  readonly bodies: string[] = []
  readonly transport: WireTransport
  readonly #connection: Connection

  constructor(origin: string, transport: WireTransport, cursor: string) {
    this.transport = transport
    this.#connection = new Connection({
      origin,
      fetch,
      WebSocket,
      order: [transport],
      listener: {
        event: (heard) => {
          const event = heard as LiveEvent
          if (event.type === 'post.created') this.bodies.push(event.data.post.body)
        },
      },
    })
    this.#connection.subscribe(['feed'], cursor)
    this.#connection.start()
  }

  stop(): void {
    this.#connection.stop()
  }
}

function same(where: string, found: readonly string[], wanted: readonly string[]): void {
  const lost = wanted.filter((each) => !found.includes(each))
  const twice = found.filter((each, index) => found[index - 1] === each)
  const more = found.filter((each) => !wanted.includes(each))
  if (lost.length + twice.length + more.length === 0) return
  throw new Error(
    `${where}: of ${wanted.length} acknowledged ${lost.length} lost, ${twice.length} twice, ${more.length} more`,
  )
}
