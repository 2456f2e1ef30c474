// What components read: the same object while nothing that they show has changed, told once a batch.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { selector } from '#live/client/changes.ts'
import { Live } from './live.ts'
import { idOf, sampleAuthor, sampleEvent, samplePost } from './sample-views.ts'
import { sameFeed, samePost, shownFeed, shownPost } from './shown.ts'
import type { ShownFeed, ShownPost } from './shown.ts'

const page = { posts: [samplePost(2), samplePost(1)], next: null }
const covered = (): boolean => true

let live: Live

function readPost(number: number): () => ShownPost {
  const given = samplePost(number)
  const first = { post: given, liked: false, deleted: false }
  const compute = (): ShownPost => shownPost(live, given, false)
  return selector(live.changes, [`post:${given.id}`], compute, samePost, first)
}

function readFeed(): () => ShownFeed {
  const first = { posts: page.posts, waiting: 0, next: null }
  const compute = (): ShownFeed => shownFeed(live, 'feed', first)
  return selector(live.changes, ['list:feed', 'pending:posts'], compute, sameFeed, first)
}

beforeEach(() => {
  vi.useFakeTimers()
  live = new Live({
    cursor: 'c',
    viewer: sampleAuthor(1),
    transports: [],
    act: () => Promise.resolve([]),
  })
  live.store.seed({ posts: page.posts, liked: [] }, covered)
  live.store.lists.open('feed', page)
})

afterEach(() => vi.useRealTimers())

describe('a reading', () => {
  it('is another only when its own post changes', () => {
    const [one, two, feed] = [readPost(1), readPost(2), readFeed()]
    const before = [one(), two(), feed()]
    live.store.apply(sampleEvent('post.counts', { postId: idOf(2, 1), likes: 3, comments: 0 }))
    expect(one()).not.toBe(before[0])
    expect(one().post.likes).toBe(3)
    expect([two(), feed()]).toEqual([before[1], before[2]])
    expect(two()).toBe(before[1])
    expect(feed()).toBe(before[2])
  })

  it('shows an own post at once, and the list is another', () => {
    const feed = readFeed()
    const before = feed()
    void live.dispatch({ type: 'post', ref: 'a', body: 'Mine' })
    expect(feed()).not.toBe(before)
    expect(feed().posts.map((post) => post.id)).toEqual(['ref:a', idOf(2, 2), idOf(2, 1)])
  })

  it('hides an own deleted post at once', () => {
    void live.dispatch({ type: 'deletePost', ref: 'a', postId: idOf(2, 2) })
    expect(readFeed()().posts.map((post) => post.id)).toEqual([idOf(2, 1)])
    expect(readPost(2)().deleted).toBe(true)
  })
})

describe('listeners', () => {
  it('hear once of all that came together, and nothing of other keys', async () => {
    const own = vi.fn<() => void>()
    const other = vi.fn<() => void>()
    live.changes.subscribe(`post:${idOf(2, 1)}`, own)
    live.changes.subscribe(`post:${idOf(2, 2)}`, other)
    live.changes.flush()
    own.mockClear()
    other.mockClear()
    for (const likes of [1, 2, 3]) {
      const event = sampleEvent('post.counts', { postId: idOf(2, 1), likes, comments: 0 })
      live.changes.gather(() => live.store.apply(event))
    }
    expect(own).not.toHaveBeenCalled()
    await vi.advanceTimersByTimeAsync(10)
    expect(own).toHaveBeenCalledTimes(1)
    expect(other).not.toHaveBeenCalled()
  })
})
