// What components read: the same object while nothing shown has changed, and one notification per batch.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { selector } from '#live/client/changes.ts'
import { Live } from '#live/client/live.ts'
import type { Author } from '#platform/author.ts'
import { clients } from '#features/client.ts'
import { idOf, sampleAuthor, sampleEvent, samplePost } from '#features/sample-views.ts'
import { TestBrowser } from '#features/test-browser.ts'
import { postsClient } from './client.ts'
import { deletedPosts, ownPosts, sameFeed, sameShown, shownFeed, shownPost } from './shown-posts.ts'
import type { ShownFeed, ShownPost } from './shown-posts.ts'

const page = { posts: [samplePost(2), samplePost(1)], next: null }
const viewer = sampleAuthor(1)

let live: Live<Author>

function readPost(number: number): () => ShownPost {
  const given = samplePost(number)
  const first = { post: given, deleted: false }
  const compute = (): ShownPost => shownPost(live, given)
  return selector(live.changes, [`post:${given.id}`], compute, sameShown, first)
}

function readFeed(): () => ShownFeed {
  const first = { posts: page.posts, waiting: 0, next: null }
  const compute = (): ShownFeed => shownFeed(live, 'feed', first)
  return selector(live.changes, ['list:feed', 'pending:posts'], compute, sameFeed, first)
}

beforeEach(() => {
  vi.useFakeTimers()
  live = new Live({
    features: clients,
    cursor: 'c',
    viewer,
    transports: [],
    act: () => Promise.resolve([]),
  })
  const posts = live.stateOf(postsClient)
  posts.seed(page.posts)
  posts.lists.open('feed', page)
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
    void live.commands.dispatch({ type: 'post', ref: 'a', body: 'Mine' })
    expect(feed()).not.toBe(before)
    expect(feed().posts.map((post) => post.id)).toEqual(['ref:a', idOf(2, 2), idOf(2, 1)])
  })

  it('hides an own deleted post at once', () => {
    void live.commands.dispatch({ type: 'deletePost', ref: 'a', postId: idOf(2, 2) })
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

describe('a post that is not confirmed yet', () => {
  it('is shown under a temporary id, the newest first', () => {
    const browser = new TestBrowser(viewer)
    browser.add({ type: 'post', ref: 'a', body: 'One' })
    browser.add({ type: 'post', ref: 'b', body: 'Two' })
    expect(ownPosts(browser, viewer).map((each) => [each.id, each.body])).toEqual([
      ['ref:b', 'Two'],
      ['ref:a', 'One'],
    ])
  })

  it('is not shown twice when the event comes before the answer', () => {
    const browser = new TestBrowser(viewer)
    browser.add({ type: 'post', ref: 'a', body: '\n Same ' })
    browser.add({ type: 'post', ref: 'b', body: ' Same' })
    browser.apply(sampleEvent('post.created', { post: samplePost(7, { body: ' Same' }) }))
    expect(ownPosts(browser, viewer).map((each) => each.id)).toEqual(['ref:b'])
  })

  it('stays with its sentence when it is refused', () => {
    const browser = new TestBrowser(viewer)
    browser.add({ type: 'post', ref: 'a', body: 'One' })
    browser.pending.mark('a', 'failed', 'Too long.')
    expect(ownPosts(browser, viewer)[0]?.pending).toEqual({
      ref: 'a',
      state: 'failed',
      message: 'Too long.',
    })
  })
})

it('a deletion hides at once, and brings back when it is taken off', () => {
  const browser = new TestBrowser(viewer)
  const post = samplePost(1)
  browser.add({ type: 'deletePost', ref: 'a', postId: post.id })
  expect(shownPost(browser, post).deleted).toBe(true)
  expect(deletedPosts(browser)).toEqual(new Set([post.id]))
  browser.pending.drop('a')
  expect(shownPost(browser, post).deleted).toBe(false)
})

it('the answer to a post says it before its event does, and a refused topic is a deleted post', () => {
  const browser = new TestBrowser(viewer)
  browser.store.confirm({ type: 'post', ref: 'a', body: 'Post 1' }, { post: samplePost(1) })
  browser.apply(sampleEvent('post.created', { post: samplePost(1) }))
  expect(browser.posts.all).toEqual([samplePost(1)])
  browser.store.refuse(`post:${idOf(2, 1)}`, { code: 'not_found', isSignedOut: false })
  browser.apply(sampleEvent('post.created', { post: samplePost(1) }))
  expect(browser.posts.all).toEqual([])
})
