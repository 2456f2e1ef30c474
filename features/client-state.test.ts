// The browser's state: what each event, page and reset does to it.
import { describe, expect, it } from 'vitest'
import type { CommentView } from './comments/protocol.ts'
import type { PostView } from './posts/protocol.ts'
import type { EventType } from './protocol.ts'
import {
  idOf,
  sampleAuthor,
  sampleComment,
  sampleEvent,
  samplePost,
  sampleProfile,
} from './sample-views.ts'
import { mostWaiting } from './posts/lists-store.ts'
import { TestBrowser } from './test-browser.ts'

const viewer = sampleAuthor(1)
const other = sampleAuthor(2)

function makeStore(): TestBrowser {
  return new TestBrowser(viewer)
}

/** Seeds the store with what a page was rendered with. */
function seed(
  { posts, likes, comments }: TestBrowser,
  page: { posts: PostView[]; comments?: CommentView[]; liked: string[] },
): void {
  posts.seed(page.posts)
  likes.seed(
    page.posts.map(({ id }) => id),
    page.liked,
  )
  comments.seed(page.comments ?? [])
}

describe('applying events', () => {
  it('shows who wrote a post together with its author, under the names that they have now', () => {
    const store = makeStore()
    seed(store, { posts: [samplePost(1)], liked: [] })
    store.apply(sampleEvent('post.edited', { post: samplePost(1, { coauthors: [other] }) }))
    expect(store.posts.get(idOf(2, 1))?.coauthors).toEqual([other])
    store.apply(sampleEvent('profile.edited', { profile: sampleProfile(2, 'Renamed') }))
    expect(store.posts.get(idOf(2, 1))?.coauthors.map(({ name }) => name)).toEqual(['Renamed'])
    store.apply(sampleEvent('post.edited', { post: samplePost(1) }))
    expect(store.posts.get(idOf(2, 1))?.coauthors).toEqual([])
  })

  it('holds a new post of another back until it is asked for, and shows an own one at once', () => {
    const store = makeStore()
    store.posts.lists.open('feed', { posts: [samplePost(1)], next: null })
    store.apply(sampleEvent('post.created', { post: samplePost(2, { author: other }) }))
    store.apply(sampleEvent('post.created', { post: samplePost(3) }))
    expect([...(store.posts.lists.get('feed')?.shown ?? [])]).toEqual([idOf(2, 1), idOf(2, 3)])
    expect([...(store.posts.lists.get('feed')?.waiting ?? [])]).toEqual([idOf(2, 2)])
    store.posts.lists.reveal('feed')
    expect(store.posts.lists.get('feed')?.shown.has(idOf(2, 2))).toBe(true)
    expect(store.posts.lists.get('feed')?.waiting.size).toBe(0)
  })

  it('keeps the newest of many that wait, and shows where they leave off', () => {
    const store = makeStore()
    store.posts.lists.open('feed', { posts: [samplePost(1)], next: null })
    const numbers = Array.from({ length: mostWaiting + 50 }, (_, index) => index + 2)
    for (const number of [...numbers, ...numbers.slice(0, 60)]) {
      store.apply(sampleEvent('post.created', { post: samplePost(number, { author: other }) }))
    }
    const newest = numbers.slice(-mostWaiting).map((number) => idOf(2, number))
    expect([...(store.posts.lists.get('feed')?.waiting ?? [])]).toEqual(newest)
    expect(store.posts.all.map(({ id }) => id).toSorted()).toEqual(newest.toSorted())
    store.apply(sampleEvent('post.created', { post: samplePost(900) }))
    store.posts.lists.reveal('feed')
    const list = store.posts.lists.get('feed')
    expect([...(list?.shown ?? [])].toSorted()).toEqual([...newest, idOf(2, 900)].toSorted())
    expect(list).toMatchObject({ next: newest[0], cut: false })
  })

  it('does not pass over what waited before a loss of history', () => {
    const store = makeStore()
    const page = (from: number, to: number) => ({
      posts: Array.from({ length: to - from + 1 }, (_, index) =>
        samplePost(to - index, { author: other }),
      ),
      next: idOf(2, from),
    })
    store.posts.lists.open('feed', page(1, 20))
    for (let number = 21; number <= 70; number += 1)
      store.apply(sampleEvent('post.created', { post: samplePost(number, { author: other }) }))
    store.apply(sampleEvent('post.created', { post: samplePost(71) }))
    const newest = page(72, 90)
    store.posts.lists.restore('feed', {
      posts: [...newest.posts, samplePost(71)],
      next: idOf(2, 71),
    })
    store.posts.lists.reveal('feed')
    const list = store.posts.lists.get('feed')
    // The next page begins where this list ends.
    expect(list?.next).toBe(idOf(2, 72))
    expect(list?.shown.has(idOf(2, 20))).toBe(false)
  })

  it('takes counts as they are and passes over those of a post it does not know', () => {
    const store = makeStore()
    seed(store, { posts: [samplePost(1)], liked: [] })
    store.apply(sampleEvent('post.counts', { postId: idOf(2, 1), likes: 7, comments: 3 }))
    store.apply(sampleEvent('post.counts', { postId: idOf(2, 9), likes: 7, comments: 3 }))
    expect(store.posts.get(idOf(2, 1))).toMatchObject({ likes: 7, comments: 3 })
    expect(store.posts.all.length).toBe(1)
  })

  it('puts comments in the order of their ids, each once', () => {
    const store = makeStore()
    for (const number of [3, 1, 2, 3]) {
      store.apply(sampleEvent('comment.created', { comment: sampleComment(1, number) }))
    }
    expect(store.comments.of(idOf(2, 1)).map((comment) => comment.body)).toEqual([
      'Comment 1',
      'Comment 2',
      'Comment 3',
    ])
  })

  it('removes a deleted post everywhere, and a late event does not bring it back', () => {
    const store = makeStore()
    store.posts.lists.open('feed', { posts: [samplePost(1)], next: null })
    seed(store, { posts: [samplePost(1)], comments: [sampleComment(1, 1)], liked: [] })
    store.apply(sampleEvent('post.deleted', { postId: idOf(2, 1) }))
    store.apply(sampleEvent('post.created', { post: samplePost(1) }))
    store.apply(sampleEvent('comment.created', { comment: sampleComment(1, 2) }))
    seed(store, { posts: [samplePost(1)], liked: [] })
    expect(store.posts.all.length).toBe(0)
    expect(store.comments.of(idOf(2, 1))).toEqual([])
    expect(store.posts.lists.get('feed')?.shown.size).toBe(0)
  })

  it('shows a new name wherever its owner is shown', () => {
    const store = makeStore()
    seed(store, {
      posts: [samplePost(1)],
      comments: [sampleComment(1, 1, { author: viewer })],
      liked: [],
    })
    store.apply(sampleEvent('profile.edited', { profile: sampleProfile(1, 'New') }))
    expect(store.posts.get(idOf(2, 1))?.author.name).toBe('New')
    expect(store.comments.of(idOf(2, 1))[0]?.author.name).toBe('New')
    expect(store.viewer?.name).toBe('New')
  })

  it('passes over a type it does not know', () => {
    const store = makeStore()
    store.apply(sampleEvent('poll.opened' as EventType, { postId: idOf(2, 1) }))
    expect(store.posts.all).toEqual([])
    expect(store.touched).toEqual([])
  })
})

describe('seeding', () => {
  it('keeps what events keep up, and takes the page where they do not', () => {
    const store = makeStore()
    seed(store, { posts: [samplePost(1, { likes: 5 })], liked: [] })
    store.isCovered = () => true
    seed(store, { posts: [samplePost(1, { likes: 4 })], liked: [] })
    store.isCovered = () => false
    expect(store.posts.get(idOf(2, 1))?.likes).toBe(5)
    seed(store, { posts: [samplePost(1, { likes: 6 })], liked: [idOf(2, 1)] })
    expect(store.posts.get(idOf(2, 1))?.likes).toBe(6)
    expect(store.likes.get(idOf(2, 1))).toBe(true)
  })

  it('lets go of what no held topic keeps up', () => {
    const store = makeStore()
    seed(store, {
      posts: [samplePost(1), samplePost(2)],
      comments: [sampleComment(1, 1)],
      liked: [],
    })
    store.isFollowed = (topic) => topic === `post:${idOf(2, 1)}`
    store.store.release('feed')
    expect(store.posts.all.map(({ id }) => id)).toEqual([idOf(2, 1)])
    store.isFollowed = () => false
    store.store.release(`post:${idOf(2, 1)}`)
    expect(store.posts.all.length).toBe(0)
    expect(store.comments.knows(idOf(2, 1))).toBe(false)
  })

  it('holds live comments back while there are older ones to load, but not own ones', () => {
    const store = makeStore()
    const page = { comments: [sampleComment(1, 1), sampleComment(1, 2)], next: idOf(3, 2) }
    seed(store, { posts: [samplePost(1)], comments: page.comments, liked: [] })
    store.comments.open(idOf(2, 1), page)
    store.apply(sampleEvent('comment.created', { comment: sampleComment(1, 8) }))
    store.apply(
      sampleEvent('comment.created', { comment: sampleComment(1, 9, { author: viewer }) }),
    )
    const numbers = (): string[] =>
      store.comments.shown(idOf(2, 1), viewer.id).map((each) => each.body)
    expect(numbers()).toEqual(['Comment 1', 'Comment 2', 'Comment 9'])
    store.comments.loaded(idOf(2, 1), { comments: [], next: null })
    expect(numbers()).toEqual(['Comment 1', 'Comment 2', 'Comment 8', 'Comment 9'])
  })
})

describe('a reset', () => {
  it('takes the newest page as the truth: new posts wait, missing ones are gone', () => {
    const store = makeStore()
    const old = [samplePost(5), samplePost(4), samplePost(3)]
    store.posts.lists.open('feed', { posts: old, next: idOf(2, 3) })
    seed(store, { posts: old, liked: [idOf(2, 5)] })
    const page = { posts: [samplePost(6), samplePost(5, { likes: 9 })], next: idOf(2, 5) }
    store.restore({
      cursor: 'c',
      snapshots: { feed: page, [`user:${viewer.id}`]: { liked: [], rooms: [], invitations: [] } },
    })
    const list = store.posts.lists.get('feed')
    expect([...(list?.waiting ?? [])]).toEqual([idOf(2, 6)])
    expect([...(list?.shown ?? [])]).toEqual(old.map((post) => post.id))
    expect(store.posts.get(idOf(2, 5))?.likes).toBe(9)
    expect(store.likes.get(idOf(2, 5))).toBe(false)
  })

  it('replaces the list when asked for, where posts in between are unknown', () => {
    const store = makeStore()
    store.posts.lists.open('feed', { posts: [samplePost(1)], next: null })
    seed(store, { posts: [samplePost(1)], liked: [] })
    const page = { posts: [samplePost(9), samplePost(8)], next: idOf(2, 8) }
    store.restore({ cursor: 'c', snapshots: { feed: page } })
    store.posts.lists.reveal('feed')
    const list = store.posts.lists.get('feed')
    expect([...(list?.shown ?? [])]).toEqual([idOf(2, 9), idOf(2, 8)])
    expect(list?.next).toBe(idOf(2, 8))
  })
})
