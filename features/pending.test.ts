// Pending changes: what is shown between the press of a button and the event.
import { beforeEach, describe, expect, it } from 'vitest'
import type { Ack } from './protocol.ts'
import { PendingChanges } from './pending.ts'
import {
  idOf,
  sampleAuthor,
  sampleComment,
  sampleEvent,
  samplePost,
  sampleProfile,
} from './sample-views.ts'

const viewer = sampleAuthor(1)
const at = '2026-01-01T00:00:00.000Z'
const postId = idOf(2, 1)
const post = samplePost(1, { likes: 4 })

let pending: PendingChanges
let touched: string[]

beforeEach(() => {
  touched = []
  pending = new PendingChanges((key) => touched.push(key))
})

function likeAck(ref: string, changed: boolean): Ack {
  return { type: 'ack', ref, cursor: 'c', result: { postId, liked: true, changed } }
}

describe('a like', () => {
  it('counts one more at once, and no more once the store has it', () => {
    pending.add({ type: 'like', ref: 'a', postId }, at)
    expect(pending.overPost(post, false)).toMatchObject({ liked: true, post: { likes: 5 } })
    expect(pending.overPost({ ...post, likes: 5 }, true)).toMatchObject({
      liked: true,
      post: { likes: 5 },
    })
    expect(touched).toEqual(['pending', `post:${postId}`])
  })

  it('follows the last wish of several', () => {
    pending.add({ type: 'like', ref: 'a', postId }, at)
    pending.add({ type: 'unlike', ref: 'b', postId }, at)
    expect(pending.overPost(post, false)).toMatchObject({ liked: false, post: { likes: 4 } })
    expect(pending.overPost({ ...post, likes: 5 }, true)).toMatchObject({
      liked: false,
      post: { likes: 4 },
    })
  })

  it('stays after its answer until its event, since the counts come with that', () => {
    pending.add({ type: 'like', ref: 'a', postId }, at)
    expect(pending.acknowledge(likeAck('a', true))).toBe(true)
    expect(pending.has('a')).toBe(true)
    pending.settle(sampleEvent('like.set', { postId, liked: true, ref: 'a' }), viewer.id)
    expect(pending.has('a')).toBe(false)
  })

  it('goes when its event comes before its answer', () => {
    pending.add({ type: 'like', ref: 'a', postId }, at)
    pending.settle(sampleEvent('like.set', { postId, liked: true, ref: 'a' }), viewer.id)
    expect(pending.has('a')).toBe(false)
    expect(pending.acknowledge(likeAck('a', true))).toBe(false)
  })

  it('goes at the answer that nothing changed, for then no event follows', () => {
    pending.add({ type: 'like', ref: 'a', postId }, at)
    expect(pending.acknowledge(likeAck('a', false))).toBe(false)
    expect(pending.has('a')).toBe(false)
  })

  it('is not settled by the event of another tab', () => {
    pending.add({ type: 'like', ref: 'a', postId }, at)
    pending.settle(sampleEvent('like.set', { postId, liked: true, ref: 'b' }), viewer.id)
    expect(pending.has('a')).toBe(true)
  })

  it('leaves the post the same object where nothing is laid over it', () => {
    expect(pending.overPost(post, true).post).toBe(post)
  })
})

describe('a post and a comment', () => {
  it('are shown under a temporary id, newest post first, oldest comment first', () => {
    pending.add({ type: 'post', ref: 'a', body: 'One' }, at)
    pending.add({ type: 'post', ref: 'b', body: 'Two' }, at)
    pending.add({ type: 'comment', ref: 'c', postId, body: 'Three' }, at)
    pending.add({ type: 'comment', ref: 'd', postId, body: 'Four' }, at)
    expect(pending.posts(viewer).map((each) => [each.id, each.body])).toEqual([
      ['ref:b', 'Two'],
      ['ref:a', 'One'],
    ])
    expect(pending.comments(postId, viewer).map((each) => each.id)).toEqual(['ref:c', 'ref:d'])
    expect(pending.comments(idOf(2, 2), viewer)).toEqual([])
  })

  it('are not shown twice when the event comes before the answer', () => {
    pending.add({ type: 'post', ref: 'a', body: '\n Same ' }, at)
    pending.add({ type: 'post', ref: 'b', body: ' Same' }, at)
    pending.settle(
      sampleEvent('post.created', { post: samplePost(7, { body: ' Same' }) }),
      viewer.id,
    )
    expect(pending.posts(viewer).map((each) => each.id)).toEqual(['ref:b'])
    pending.add({ type: 'comment', ref: 'c', postId, body: 'Yes' }, at)
    const comment = sampleComment(1, 1, { author: viewer, body: 'Yes' })
    pending.settle(sampleEvent('comment.created', { comment }), viewer.id)
    expect(pending.comments(postId, viewer)).toEqual([])
  })

  it('stay with their sentence when they are refused', () => {
    pending.add({ type: 'post', ref: 'a', body: 'One' }, at)
    pending.mark('a', 'failed', 'Too long.')
    expect(pending.posts(viewer)[0]?.pending).toEqual({
      ref: 'a',
      state: 'failed',
      message: 'Too long.',
    })
  })
})

describe('a deletion and an edit', () => {
  it('hide at once, and bring back when they are taken off', () => {
    pending.add({ type: 'deletePost', ref: 'a', postId }, at)
    pending.add({ type: 'deleteComment', ref: 'b', commentId: idOf(3, 1) }, at)
    expect(pending.overPost(post, false).deleted).toBe(true)
    expect(pending.deleted()).toEqual(new Set([postId, idOf(3, 1)]))
    pending.drop('a')
    expect(pending.overPost(post, false).deleted).toBe(false)
  })

  it('show a name as it was last written', () => {
    pending.add({ type: 'editProfile', ref: 'a', name: 'New', bio: 'Words' }, at)
    expect(pending.overProfile(viewer).name).toBe('New')
    expect(pending.overProfile(viewer)).not.toHaveProperty('bio')
    expect(pending.overProfile(sampleProfile(1, 'Old'))).toMatchObject({
      name: 'New',
      bio: 'Words',
    })
  })
})
