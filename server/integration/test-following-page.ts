// A page that is subscribed over a real transport, to compare with a fresh page.
import { isDeepStrictEqual } from 'node:util'
import { vi } from 'vitest'
import type { LiveEvent } from '#features/protocol.ts'
import type { SnapshotResponse } from '#live/protocol/messages.ts'
import { openSocket, openSse } from './test-readers.ts'
import type { Reader } from './test-readers.ts'
import type { TestNode } from '#server/test-node.ts'
import type { Person } from '#server/test-people.ts'
import { TestBrowser } from '#features/test-browser.ts'

const limits = { timeout: 10_000, interval: 50 }

export interface Followed {
  postId: string
  roomId: string
}

export class FollowingPage {
  readonly #node: TestNode
  readonly #person: Person
  readonly #followed: Followed
  readonly #reader: Reader
  readonly #store: TestBrowser
  #applied = 0

  private constructor(
    node: TestNode,
    person: Person,
    followed: Followed,
    reader: Reader,
    store: TestBrowser,
  ) {
    this.#node = node
    this.#person = person
    this.#followed = followed
    this.#reader = reader
    this.#store = store
  }

  static async open(
    node: TestNode,
    person: Person,
    followed: Followed,
    transport: 'sse' | 'websocket',
  ): Promise<FollowingPage> {
    const snapshot = await readSnapshot(node, person, followed)
    const store = toStore(person, followed, snapshot)
    // A page subscribes to all rooms of its viewer.
    const rooms = store.rooms.followed.map((id) => `room:${id}`)
    const topics = new Set([...topicsOf(person, followed), ...rooms])
    const query = `topics=${[...topics].join(',')}&since=${snapshot.cursor}`
    const reader = await (transport === 'sse' ? openSse : openSocket)(node, query, { person })
    await reader.next(({ type }) => type === 'hello')
    return new FollowingPage(node, person, followed, reader, store)
  }

  /** All state that the page shows. */
  get shown(): object {
    for (const { data } of this.#reader.received.slice(this.#applied)) {
      this.#applied += 1
      if ('topic' in data && 'id' in data) this.#store.apply(data as unknown as LiveEvent)
    }
    return digest(this.#store, this.#followed)
  }

  /** All state that a fresh page shows. */
  async fresh(): Promise<object> {
    const snapshot = await readSnapshot(this.#node, this.#person, this.#followed)
    return digest(toStore(this.#person, this.#followed, snapshot), this.#followed)
  }

  /** Runs `work`, which changes the database; resolves when the page shows what a fresh one does, if that differs from before. */
  async changesBy(work: () => Promise<unknown>): Promise<void> {
    const before = this.shown
    await work()
    await vi.waitFor(async () => {
      const fresh = await this.fresh()
      if (isDeepStrictEqual(fresh, before)) throw new Error('The change shows nowhere.')
    }, limits)
    await this.caughtUp()
  }

  /** Resolves when the page shows what a fresh one does. */
  async caughtUp(): Promise<void> {
    await vi.waitFor(async () => {
      const fresh = await this.fresh()
      const { shown } = this
      if (isDeepStrictEqual(shown, fresh)) return
      throw new Error(`It shows ${JSON.stringify(shown)} and not ${JSON.stringify(fresh)}.`)
    }, limits)
  }

  /** The types of the received events. */
  get heard(): string[] {
    return this.#reader.received.map(({ type }) => type)
  }

  close(): void {
    this.#reader.close()
  }
}

function topicsOf(person: Person, { postId, roomId }: Followed): string[] {
  return ['feed', `user:${person.id}`, `post:${postId}`, `room:${roomId}`]
}

async function readSnapshot(
  node: TestNode,
  person: Person,
  followed: Followed,
): Promise<SnapshotResponse> {
  const topics = topicsOf(person, followed).join(',')
  const response = await node.request(`/live/snapshot?topics=${topics}`, {}, person)
  if (!response.ok) throw new Error(await response.text())
  return (await response.json()) as SnapshotResponse
}

function toStore(
  { id, handle }: Person,
  { roomId }: Followed,
  snapshot: SnapshotResponse,
): TestBrowser {
  const store = new TestBrowser({ id, handle, name: handle, avatar: null })
  store.posts.lists.open('feed', { posts: [], next: null })
  store.talks.open(roomId, { messages: [], previous: null }, [])
  store.restore(snapshot)
  return store
}

function digest(store: TestBrowser, { postId, roomId }: Followed): object {
  store.posts.lists.reveal('feed')
  const ids = [...(store.posts.lists.get('feed')?.shown ?? [])].toSorted()
  const posts = ids.map((id) => ({ ...store.posts.get(id), liked: store.likes.get(id) ?? false }))
  const rooms = store.rooms.list
    .map(({ room, readUpTo, unread }) => ({ room, readUpTo, unread }))
    .toSorted((a, b) => (a.room.id < b.room.id ? -1 : 1))
  const { messages } = store.talks.get(roomId) ?? { messages: [] }
  const comments = store.comments.of(postId)
  return { posts, comments, rooms, invitations: store.invitations.own, messages }
}
