// Likes while their command is pending, and after its event.
import { beforeEach, expect, it } from 'vitest'
import { idOf, sampleAuthor, sampleEvent } from '#features/sample-views.ts'
import { TestBrowser } from '#features/test-browser.ts'
import { shownLikes } from './shown-likes.ts'
import type { ShownLikes } from './shown-likes.ts'

const postId = idOf(2, 1)
let browser: TestBrowser

beforeEach(() => {
  browser = new TestBrowser(sampleAuthor(1))
})

function shown(likes: number, liked: boolean): ShownLikes {
  return shownLikes(browser, postId, likes, liked)
}

function answer(ref: string, changed: boolean): boolean {
  return browser.pending.acknowledge(ref, { postId, liked: true, changed })
}

it('counts one more at once, and no more once the browser knows of it', () => {
  browser.add({ type: 'like', ref: 'a', postId })
  expect(shown(4, false)).toEqual({ liked: true, likes: 5 })
  expect(shown(5, true)).toEqual({ liked: true, likes: 5 })
  expect(browser.touched).toEqual(['pending', `liked:${postId}`])
})

it('follows the last wish of several', () => {
  browser.add({ type: 'like', ref: 'a', postId })
  browser.add({ type: 'unlike', ref: 'b', postId })
  expect(shown(4, false)).toEqual({ liked: false, likes: 4 })
  expect(shown(5, true)).toEqual({ liked: false, likes: 4 })
})

it('stays after its answer until its event, since the counts come with that', () => {
  browser.add({ type: 'like', ref: 'a', postId })
  expect(answer('a', true)).toBe(true)
  expect(browser.pending.has('a')).toBe(true)
  browser.apply(sampleEvent('like.set', { postId, liked: true, ref: 'a' }))
  expect(browser.pending.has('a')).toBe(false)
})

it('goes when its event comes before its answer', () => {
  browser.add({ type: 'like', ref: 'a', postId })
  browser.apply(sampleEvent('like.set', { postId, liked: true, ref: 'a' }))
  expect(browser.pending.has('a')).toBe(false)
  expect(answer('a', true)).toBe(false)
})

it('goes at the answer that nothing changed, for then no event follows', () => {
  browser.add({ type: 'like', ref: 'a', postId })
  expect(answer('a', false)).toBe(false)
  expect(browser.pending.has('a')).toBe(false)
})

it('is not settled by the event of another tab', () => {
  browser.add({ type: 'like', ref: 'a', postId })
  browser.apply(sampleEvent('like.set', { postId, liked: true, ref: 'b' }))
  expect(browser.pending.has('a')).toBe(true)
})

it('is known no more of a post that was deleted', () => {
  browser.apply(sampleEvent('like.set', { postId, liked: true, ref: null }))
  browser.apply(sampleEvent('post.deleted', { postId }))
  browser.apply(sampleEvent('like.set', { postId, liked: true, ref: null }))
  expect(browser.likes.get(postId)).toBeUndefined()
})
