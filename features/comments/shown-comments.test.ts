// Comments while their command is pending, and after its event.
import { beforeEach, expect, it } from 'vitest'
import { idOf, sampleAuthor, sampleComment, sampleEvent } from '#features/sample-views.ts'
import { TestBrowser } from '#features/test-browser.ts'
import { deletedComments, ownComments } from './shown-comments.ts'

const viewer = sampleAuthor(1)
const postId = idOf(2, 1)
let browser: TestBrowser

beforeEach(() => {
  browser = new TestBrowser(viewer)
})

it('those that are not confirmed are shown under a temporary id, the oldest first', () => {
  browser.add({ type: 'comment', ref: 'c', postId, body: 'Three' })
  browser.add({ type: 'comment', ref: 'd', postId, body: 'Four' })
  expect(ownComments(browser, postId, viewer).map((each) => each.id)).toEqual(['ref:c', 'ref:d'])
  expect(ownComments(browser, idOf(2, 2), viewer)).toEqual([])
})

it('one is not shown twice when the event comes before the answer', () => {
  browser.add({ type: 'comment', ref: 'c', postId, body: 'Yes' })
  const comment = sampleComment(1, 1, { author: viewer, body: 'Yes' })
  browser.apply(sampleEvent('comment.created', { comment }))
  expect(ownComments(browser, postId, viewer)).toEqual([])
})

it('a deletion hides at once', () => {
  browser.add({ type: 'deleteComment', ref: 'b', commentId: idOf(3, 1) })
  expect(deletedComments(browser)).toEqual(new Set([idOf(3, 1)]))
})
