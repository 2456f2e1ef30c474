// A subscriber of the feed for the model test: builds its state from events, over any transport, and reports each event
// that comes twice or out of order.
import type { TestNode } from '../test-node.ts'
import type { Person } from '../test-people.ts'
import { openSocket, openSse } from './test-readers.ts'
import type { Reader, Received } from './test-readers.ts'

interface Counts {
  likes: number
  comments: number
}

export class ModelReader {
  readonly posts = new Map<string, Counts>()
  /** Errors in the received events, as sentences. */
  readonly complaints: string[] = []
  readonly #node: TestNode
  readonly #person: Person
  readonly #applied = new Set<number>()
  #start = 0
  #cursor = ''
  #last = -1
  #reader: Reader | null = null
  #taken = 0

  private constructor(node: TestNode, person: Person) {
    this.#node = node
    this.#person = person
  }

  static async start(node: TestNode, person: Person): Promise<ModelReader> {
    const reader = new ModelReader(node, person)
    await reader.#snapshot()
    return reader
  }

  lose(): void {
    this.#take()
    this.#reader?.close()
    this.#reader = null
  }

  /** Resumes from the cursor over another transport; a poll asks once. */
  async open(transport: 'sse' | 'websocket' | 'poll'): Promise<void> {
    this.lose()
    if (transport === 'poll') {
      await this.#poll()
      return
    }
    const open = transport === 'sse' ? openSse : openSocket
    const query = `topics=${this.#topics.join(',')}&since=${this.#cursor}`
    const reader = await open(this.#node, query, { person: this.#person })
    await reader.next(({ type }) => type === 'hello')
    this.#reader = reader
    this.#taken = 0
    await this.#settleReset()
  }

  /** Reads to the end of the log; then reports each event that is in the log and did not arrive. */
  async catchUp(): Promise<void> {
    this.lose()
    while (await this.#poll());
    const rows = await this.#node.db.event.findMany({
      where: {
        id: { gt: this.#start },
        topic: { in: this.#topics },
        type: { not: 'post.counts' },
      },
      select: { id: true, type: true },
    })
    for (const { id, type } of rows) {
      if (!this.#applied.has(Number(id))) this.complaints.push(`${type} ${id} did not come`)
    }
  }

  get #topics(): string[] {
    return ['feed', `user:${this.#person.id}`]
  }

  /** After a received reset: disconnects and loads a new snapshot. */
  async #settleReset(): Promise<void> {
    if (!this.#reader?.received.some(({ type }) => type === 'reset')) return
    this.#reader.close()
    this.#reader = null
    await this.#snapshot()
  }

  #take(): void {
    const received = this.#reader?.received ?? []
    if (received.some(({ type }) => type === 'reset')) {
      // Events after a reset are applied to a new snapshot only.
      this.#cursor = 'lost'
      return
    }
    for (const item of received.slice(this.#taken)) this.#apply(item)
    this.#taken = received.length
  }

  async #poll(): Promise<boolean> {
    const query = `topics=${this.#topics.join(',')}&since=${this.#cursor}&wait=0`
    const response = await this.#node.request(`/live/poll?${query}`, {}, this.#person)
    const answer = (await response.json()) as {
      cursor: string
      events: Record<string, unknown>[]
      reset?: boolean
    }
    if (answer.reset) {
      await this.#snapshot()
      return true
    }
    for (const event of answer.events) {
      this.#apply({ type: String(event['type']), id: String(event['id']), data: event })
    }
    this.#cursor = answer.cursor
    return answer.events.length > 0
  }

  async #snapshot(): Promise<void> {
    const response = await this.#node.request('/live/snapshot?topics=feed')
    const { cursor } = (await response.json()) as { cursor: string }
    this.posts.clear()
    // The feed's snapshot is one page; the model needs all posts, at least as new as the cursor.
    const rows = await this.#node.db.post.findMany({
      select: { id: true, likes: true, comments: true },
    })
    for (const { id, likes, comments } of rows) this.posts.set(id, { likes, comments })
    this.#cursor = cursor
    this.#last = positionOf(cursor)
    this.#start = this.#last
    this.#applied.clear()
  }

  #apply({ type, id, data }: Received): void {
    if (id === undefined || type === 'hello') return
    const position = positionOf(id)
    if (position <= this.#last) this.complaints.push(`${type} ${position} after ${this.#last}`)
    this.#last = position
    this.#applied.add(position)
    this.#cursor = id
    const body = data['data'] as { postId: string; post: { id: string } & Counts } & Counts
    if (type === 'post.created' && !this.posts.has(body.post.id)) {
      this.posts.set(body.post.id, { likes: body.post.likes, comments: body.post.comments })
    }
    if (type === 'post.deleted') this.posts.delete(body.postId)
    if (type === 'post.counts' && this.posts.has(body.postId)) {
      this.posts.set(body.postId, { likes: body.likes, comments: body.comments })
    }
  }
}

/** Cursors are opaque to clients, but a test of the order must decode them. */
function positionOf(cursor: string): number {
  return Number.parseInt(cursor.split('-')[1] ?? '0', 36)
}
