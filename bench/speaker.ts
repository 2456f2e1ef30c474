// Somebody who changes the feed all the time, for benchmarks of what watches it.
import { randomUUID } from 'node:crypto'
import { WebSocket } from 'ws'

/** How often it likes and unlikes, in a second. */
export const deltasPerSecond = 100

/** Likes and unlikes what the feed shows, again and again; where it is asked to, it writes too. */
export class Speaker {
  readonly #socket: WebSocket
  readonly #postIds: string[]
  readonly #timers: NodeJS.Timeout[] = []
  #count = 0

  private constructor(socket: WebSocket, postIds: string[]) {
    this.#socket = socket
    this.#postIds = postIds
  }

  static async open(origin: string, cookie: string): Promise<Speaker> {
    const response = await fetch(`${origin}/live/snapshot?topics=feed`)
    const { snapshots } = (await response.json()) as {
      snapshots: { feed: { posts: { id: string }[] } }
    }
    const socket = new WebSocket(`${origin.replace('http', 'ws')}/live/ws`, {
      headers: { origin, cookie },
    })
    await new Promise((resolve) => socket.once('open', resolve))
    return new Speaker(
      socket,
      snapshots.feed.posts.map(({ id }) => id),
    )
  }

  begin(): void {
    this.#every(1000 / deltasPerSecond, () => {
      const turn = Math.floor(this.#count / this.#postIds.length)
      this.#say({ type: turn % 2 === 0 ? 'like' : 'unlike', postId: this.#next() })
    })
  }

  /** Writes a post and comments on another one, so often. */
  write(everyMs: number): void {
    this.#every(everyMs, () => {
      this.#say({ type: 'post', body: `Post ${this.#count} of one who writes without a pause.` })
      this.#say({ type: 'comment', postId: this.#next(), body: `Comment ${this.#count}` })
    })
  }

  end(): void {
    for (const timer of this.#timers) clearInterval(timer)
    this.#socket.close()
  }

  #every(ms: number, work: () => void): void {
    this.#timers.push(setInterval(work, ms))
  }

  #next(): string {
    this.#count += 1
    return this.#postIds[this.#count % this.#postIds.length] ?? ''
  }

  #say(command: object): void {
    this.#socket.send(JSON.stringify({ ref: randomUUID(), ...command }))
  }
}
