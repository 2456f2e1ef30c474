// The content of snapshots, read by HTTP.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestNode, writePost } from '#server/test-node.ts'
import type { TestNode } from '#server/test-node.ts'

let node: TestNode

beforeAll(async () => {
  node = await startTestNode()
})
afterAll(() => node.stop())

test('[S2][S3][S5] a snapshot has the newest 20 posts, the oldest 50 comments, and what one likes of the posts in it', async () => {
  const [ada, bob] = await node.people('ada', 'bob')
  const many = (length: number) => Array.from({ length }, () => ({ authorId: ada.id, body: 'x' }))
  await node.db.post.createMany({ data: many(20) })
  const postId = await writePost(node, ada, 'Hello')
  await node.db.comment.createMany({ data: many(51).map((each) => ({ ...each, postId })) })
  const older = await node.db.post.findFirstOrThrow({ orderBy: { id: 'asc' } })
  for (const liked of [postId, older.id]) await node.done(bob, { type: 'like', postId: liked })
  const read = async (topics: string) => {
    const response = await node.request(`/live/snapshot?topics=${topics}`, {}, bob)
    const { snapshots } = (await response.json()) as { snapshots: Record<string, unknown> }
    return snapshots
  }
  const own = `user:${bob.id}`
  const all = await read(`feed,post:${postId},${own}`)
  const ids = (name: string, list: 'posts' | 'comments') =>
    ((all[name] as Record<string, { id: string }[]>)[list] ?? []).map(({ id }) => id)
  const posts = await node.db.post.findMany({ orderBy: { id: 'desc' }, take: 20 })
  expect(ids('feed', 'posts')).toEqual(posts.map(({ id }) => id))
  const where = { postId }
  const comments = await node.db.comment.findMany({ where, orderBy: { id: 'asc' }, take: 50 })
  expect(ids(`post:${postId}`, 'comments')).toEqual(comments.map(({ id }) => id))
  expect(all['feed']).toMatchObject({ next: expect.any(String) as string })
  expect(all[`post:${postId}`]).toMatchObject({ post: { id: postId } })
  expect(all[own]).toMatchObject({ liked: [postId], invitations: [] })
  const alone = (await read(own))[own] as { liked: string[] }
  expect(alone.liked).toEqual(expect.arrayContaining([postId, older.id]))
})
