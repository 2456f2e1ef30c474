// Bookmarks by HTTP: commands, events, snapshots and pages, and that nobody else sees them.
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openSse } from '#server/integration/test-readers.ts'
import { startTestNode, writePost } from '#server/test-node.ts'
import type { TestNode } from '#server/test-node.ts'
import type { Person } from '#server/test-people.ts'
import { readBookmarked, readBookmarks, readNewestBookmarked } from './queries.ts'

let node: TestNode
let psql: pg.Client
let ada: Person

beforeAll(async () => {
  node = await startTestNode()
  psql = new pg.Client({ connectionString: node.databaseUrl })
  await psql.connect()
  ada = await node.signUp('ada')
})
afterAll(async () => {
  await psql.end()
  await node.stop()
})

/** A new account, subscribed to its own events. */
async function reader() {
  const person = await node.signUp()
  const stream = await openSse(node, `topics=user:${person.id}`, { person })
  await stream.next(({ type }) => type === 'hello')
  const sets = () =>
    stream.received.filter(({ type }) => type === 'bookmark.set').map((each) => each.data['data'])
  return { person, stream, sets }
}

const idsOf = ({ posts }: { posts: { id: string }[] }) => posts.map(({ id }) => id)

async function ownIn(person: Person, topics: string): Promise<unknown> {
  const own = `user:${person.id}`
  const response = await node.request(`/live/snapshot?topics=${topics}${own}`, {}, person)
  const { snapshots } = (await response.json()) as { snapshots: Record<string, object> }
  return snapshots[own]
}

test('a post is bookmarked once, and taken off once, and each change is told with its ref', async () => {
  const postId = await writePost(node, ada, 'Worth keeping')
  const { person, sets } = await reader()
  const say = (type: 'bookmark' | 'unbookmark', ref: string) =>
    node.done(person, { type, postId, ref })
  expect(await say('bookmark', 'a')).toEqual({ postId, bookmarked: true, changed: true })
  expect(await say('bookmark', 'b')).toEqual({ postId, bookmarked: true, changed: false })
  const row = await node.db.bookmark.findFirstOrThrow({ where: { postId } })
  expect(await say('unbookmark', 'c')).toEqual({ postId, bookmarked: false, changed: true })
  expect(await say('unbookmark', 'd')).toEqual({ postId, bookmarked: false, changed: false })
  await expect.poll(sets).toHaveLength(2)
  expect(sets()).toEqual([
    { postId, bookmarked: true, at: row.createdAt.toISOString(), ref: 'a' },
    { postId, bookmarked: false, at: null, ref: 'c' },
  ])
  expect(await node.db.bookmark.count({ where: { postId } })).toBe(0)
})

test('the same ref answers the same and changes nothing more', async () => {
  const postId = await writePost(node, ada, 'Sent twice')
  const person = await node.signUp()
  const command = { type: 'bookmark', postId, ref: 'twice' } as const
  const first = await node.done(person, command)
  await node.done(person, { type: 'unbookmark', postId })
  expect(await node.done(person, command)).toEqual(first)
  expect(await node.db.bookmark.count({ where: { postId } })).toBe(0)
})

test('what is no post that may be seen is refused', async () => {
  const person = await node.signUp()
  const none = '00000000-0000-7000-8000-000000000000'
  for (const type of ['bookmark', 'unbookmark']) {
    expect(await node.refused(person, { type, postId: none })).toBe('not_found')
    expect(await node.refused(person, { type, postId: 'no id' })).toBe('invalid')
  }
})

test('the newest bookmark comes first, and pages lead to the last, those of one moment too', async () => {
  const person = await node.signUp()
  const ids: string[] = []
  for (let index = 0; index < 5; index += 1) ids.push(await writePost(node, ada, `Page ${index}`))
  const [first = '', second = '', third = ''] = ids
  // In another order than the posts were written.
  for (const postId of [second, third, first]) await node.done(person, { type: 'bookmark', postId })
  expect(idsOf(await readBookmarks(node.db, person.id))).toEqual([first, third, second])

  await psql.query(`UPDATE bookmarks SET "createdAt" = now() WHERE "userId" = $1`, [person.id])
  await psql.query(
    `INSERT INTO bookmarks SELECT $1, id, now() - interval '1 day' FROM unnest($2::uuid[]) AS id`,
    [person.id, ids.slice(3)],
  )
  const found: string[] = []
  let before: string | null = null
  let pages = 0
  do {
    const page: { posts: { id: string }[]; next: string | null } = await readBookmarks(
      node.db,
      person.id,
      { before, limit: 2 },
    )
    found.push(...idsOf(page))
    before = page.next
    pages += 1
  } while (before !== null)
  expect(found).toEqual([third, second, first, ...ids.slice(3).toReversed()])
  expect(pages).toBe(3)
  for (const nowhere of ['', 'x', '9999999999999.x', `99999999999999999.${first}`]) {
    const page = await readBookmarks(node.db, person.id, { before: nowhere, limit: 2 })
    expect(idsOf(page)).toEqual([third, second])
  }
})

test('a snapshot says which of its posts are bookmarked; alone, which were last', async () => {
  const { person } = await reader()
  const [one, two] = [await writePost(node, ada, 'One'), await writePost(node, ada, 'Two')]
  await node.done(person, { type: 'bookmark', postId: one })
  expect(await ownIn(person, `post:${one},`)).toMatchObject({ bookmarked: [one] })
  expect(await ownIn(person, `post:${two},`)).toMatchObject({ bookmarked: [] })
  expect(await ownIn(person, '')).toMatchObject({ bookmarked: [one] })
})

test('a post that is deleted is in no list any more', async () => {
  const { person } = await reader()
  const postId = await writePost(node, ada, 'Soon gone')
  await node.done(person, { type: 'bookmark', postId })
  await node.done(ada, { type: 'deletePost', postId })
  expect(await readBookmarks(node.db, person.id)).toEqual({ posts: [], next: null })
  expect(await node.db.bookmark.count({ where: { postId } })).toBe(0)
  expect(await node.refused(person, { type: 'unbookmark', postId })).toBe('not_found')
})

test('nobody else sees anything of it', async () => {
  const { person, sets } = await reader()
  const other = await reader()
  const everything = await openSse(node, 'topics=feed')
  await everything.next(({ type }) => type === 'hello')
  const postId = await writePost(node, ada, 'Kept by one')
  await node.done(person, { type: 'bookmark', postId })
  await node.done(other.person, { type: 'like', postId })
  await expect.poll(sets).toHaveLength(1)
  await everything.next(({ type }) => type === 'post.counts')
  await other.stream.next(({ type }) => type === 'like.set')
  expect(JSON.stringify([everything.received, other.stream.received])).not.toContain('bookmark')
  expect(await ownIn(other.person, `post:${postId},`)).toMatchObject({ bookmarked: [] })
  expect(await readBookmarks(node.db, other.person.id)).toEqual({ posts: [], next: null })
  expect(await readBookmarked(node.db, other.person.id, [postId])).toEqual([])
  const response = await node.request(`/live/sse?topics=user:${person.id}`, {}, other.person)
  expect(response.status).toBe(403)
})

test('what is changed in psql is told: added, moved to somebody else, taken off', async () => {
  const [one, two] = [await reader(), await reader()]
  const postId = await writePost(node, ada, 'Around the app')
  const on = { postId, bookmarked: true, at: expect.any(String) as string, ref: null }
  const off = { postId, bookmarked: false, at: null, ref: null }
  await psql.query('INSERT INTO bookmarks VALUES ($1, $2)', [one.person.id, postId])
  await expect.poll(one.sets).toEqual([on])
  await psql.query('UPDATE bookmarks SET "userId" = $2 WHERE "postId" = $1', [
    postId,
    two.person.id,
  ])
  await expect.poll(one.sets).toEqual([on, off])
  await expect.poll(two.sets).toEqual([on])
  expect(await readNewestBookmarked(node.db, two.person.id)).toEqual([postId])
  await psql.query('DELETE FROM bookmarks')
  await expect.poll(two.sets).toEqual([on, off])
})

test('a page of a long list is read by its index', async () => {
  await psql.query(
    `INSERT INTO posts ("authorId", body) SELECT $1, 'Many' FROM generate_series(1, 2000)`,
    [ada.id],
  )
  await psql.query(`INSERT INTO bookmarks SELECT $1, id FROM posts ON CONFLICT DO NOTHING`, [
    ada.id,
  ])
  await psql.query('ANALYZE bookmarks')
  const { rows } = await psql.query<{ 'QUERY PLAN': string }>(
    `EXPLAIN SELECT "postId", "createdAt" FROM bookmarks
     WHERE "userId" = $1 AND ("createdAt", "postId") < ($2, $3)
     ORDER BY "createdAt" DESC, "postId" DESC LIMIT 21`,
    [ada.id, 'infinity', 'ffffffff-ffff-ffff-ffff-ffffffffffff'],
  )
  const plan = rows.map((row) => row['QUERY PLAN']).join('\n')
  expect(plan).toContain('bookmarks_userId_createdAt_postId_idx')
  expect(plan).not.toContain('Sort')
})
