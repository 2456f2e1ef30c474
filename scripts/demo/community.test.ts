import { expect, test } from 'vitest'
import { createCommunity } from './community.ts'

const now = new Date('2026-01-15T12:00:00Z')

test('the same seed makes the same community, another seed another one', () => {
  expect(createCommunity(1, now)).toEqual(createCommunity(1, now))
  expect(createCommunity(2, now)).not.toEqual(createCommunity(1, now))
})

test('counts equal the rows, ids are unique and sort by time, and nothing lies in the future', () => {
  const { people, posts, comments, likes } = createCommunity(7, now)
  for (const post of posts) {
    expect(post.likes).toBe(likes.filter(({ postId }) => postId === post.id).length)
    expect(post.comments).toBe(comments.filter(({ postId }) => postId === post.id).length)
  }
  const rows = [...people, ...posts, ...comments]
  expect(new Set(rows.map(({ id }) => id)).size).toBe(rows.length)
  const byId = posts
    .toSorted((a, b) => (a.id < b.id ? -1 : 1))
    .map(({ createdAt }) => createdAt.getTime())
  expect(byId).toEqual(byId.toSorted((a, b) => a - b))
  for (const { createdAt } of [...posts, ...comments, ...likes]) {
    expect(createdAt.getTime()).toBeLessThanOrEqual(now.getTime())
  }
  expect(new Set(likes.map(({ postId, userId }) => `${postId} ${userId}`)).size).toBe(likes.length)
})
