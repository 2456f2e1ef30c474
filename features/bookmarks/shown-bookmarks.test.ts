// Bookmarks while their command is pending, and after its event.
import { beforeEach, expect, it } from 'vitest'
import { idOf, sampleAuthor, sampleEvent, samplePost } from '#features/sample-views.ts'
import { TestBrowser } from '#features/test-browser.ts'
import { bookmarksClient } from './client.ts'
import { isBookmarked, stillBookmarked } from './shown-bookmarks.ts'

const viewer = sampleAuthor(1)
const postId = idOf(2, 1)
let browser: TestBrowser

beforeEach(() => {
  browser = new TestBrowser(viewer)
})

const known = (id = postId) => browser.stateOf(bookmarksClient).get(id)

function hear(bookmarked: boolean, ref: string | null, id = postId): void {
  const at = bookmarked ? '2026-01-01T00:00:00.000Z' : null
  browser.apply(sampleEvent('bookmark.set', { postId: id, bookmarked, at, ref }))
}

function answer(ref: string, changed: boolean): boolean {
  return browser.pending.acknowledge(ref, { postId, bookmarked: true, changed })
}

it('is shown at once, and goes with its event', () => {
  browser.add({ type: 'bookmark', ref: 'a', postId })
  expect(isBookmarked(browser, postId, false)).toBe(true)
  expect(known()).toBeUndefined()
  expect(browser.touched).toEqual(['pending', `bookmarked:${postId}`, 'list:bookmarks'])
  hear(true, 'a')
  expect(browser.pending.has('a')).toBe(false)
  expect(known()).toBe(true)
})

it('follows the last wish of several', () => {
  browser.add({ type: 'bookmark', ref: 'a', postId })
  browser.add({ type: 'unbookmark', ref: 'b', postId })
  expect(isBookmarked(browser, postId, true)).toBe(false)
})

it('stays through the earlier event of another tab until its own has come', () => {
  browser.add({ type: 'bookmark', ref: 'a', postId })
  answer('a', true)
  hear(false, 'b')
  expect(isBookmarked(browser, postId, false)).toBe(true)
  hear(true, 'a')
  expect(browser.pending.has('a')).toBe(false)
})

it('goes at the answer that nothing changed, for then no event follows', () => {
  browser.add({ type: 'bookmark', ref: 'a', postId })
  answer('a', false)
  expect(browser.pending.has('a')).toBe(false)
})

it('a list shows what still is bookmarked, and its page is asked for anew at an event', () => {
  const posts = [samplePost(3), samplePost(2), samplePost(1)]
  const shown = () => stillBookmarked(browser, posts).map(({ id }) => id)
  browser.add({ type: 'unbookmark', ref: 'a', postId })
  expect(shown()).toEqual([idOf(2, 3), idOf(2, 2)])
  expect(browser.touched).not.toContain('bookmarks')
  hear(false, 'a')
  expect(browser.touched).toContain('bookmarks')
  browser.apply(sampleEvent('post.deleted', { postId: idOf(2, 3) }))
  expect(shown()).toEqual([idOf(2, 2)])
})

it('a page tells nothing new of what events keep up', () => {
  const state = browser.stateOf(bookmarksClient)
  hear(false, null)
  browser.isCovered = (topic) => topic === `user:${viewer.id}`
  state.seed([postId, idOf(2, 2)], [postId, idOf(2, 2)])
  expect([known(), known(idOf(2, 2))]).toEqual([false, true])
  browser.isCovered = () => false
  state.seed([postId], [postId])
  expect(known()).toBe(true)
})

it('after a lost history a snapshot says how it is', () => {
  const [shown, older] = [samplePost(3), samplePost(2)]
  for (const { id } of [shown, older]) hear(true, null, id)
  const own = (bookmarked: string[]) => ({
    [`user:${viewer.id}`]: { liked: [], rooms: [], invitations: [], bookmarked },
  })
  const feed = { posts: [shown], next: null }
  browser.restore({ cursor: 'c', snapshots: { feed, ...own([]) } })
  expect([known(shown.id), known(older.id)]).toEqual([false, true])
  browser.restore({ cursor: 'd', snapshots: own([shown.id]) })
  expect([known(shown.id), known(older.id)]).toEqual([true, true])
  browser.restore({ cursor: 'e', snapshots: own([]) })
  expect([known(shown.id), known(older.id)]).toEqual([false, false])
})

it('what was not bookmarked before a lost history does not hide what a page says since', () => {
  const [newest, older] = [samplePost(3), samplePost(2)]
  const state = browser.stateOf(bookmarksClient)
  browser.isCovered = () => true
  state.seed([newest.id, older.id], [])
  const feed = { posts: [newest], next: null }
  const own = { liked: [], rooms: [], invitations: [], bookmarked: [] }
  browser.restore({ cursor: 'c', snapshots: { feed, [`user:${viewer.id}`]: own } })
  // Bookmarked on another device while nothing was heard.
  state.seed([older.id], [older.id])
  expect(known(older.id)).toBe(true)
  expect(stillBookmarked(browser, [older])).toEqual([older])
  hear(false, null, older.id)
  state.seed([older.id], [older.id])
  expect(known(older.id)).toBe(false)
})

it('is known no more of a post that was deleted', () => {
  hear(true, null)
  browser.apply(sampleEvent('post.deleted', { postId }))
  hear(true, null)
  expect(known()).toBeUndefined()
})
