// After any external change of the database, a subscribed page shows what a fresh page shows.
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { newInbox } from './test-inbox.ts'
import { startTestNode, writePost } from '#server/test-node.ts'
import type { TestNode } from '#server/test-node.ts'
import type { Person } from '#server/test-people.ts'
import { FollowingPage } from './test-following-page.ts'

let node: TestNode
let psql: pg.Client
let ada: Person
let bob: Person
let carol: Person
let roomId: string
let postId: string

/** Runs a statement on a plain connection; returns its rows. */
async function sql(text: string, ...values: unknown[]): Promise<Record<string, string>[]> {
  return (await psql.query<Record<string, string>>(text, values)).rows
}

const idOf = (rows: Record<string, string>[]) => rows[0]?.['id'] ?? ''

beforeAll(async () => {
  node = await startTestNode()
  psql = new pg.Client({ connectionString: node.databaseUrl })
  await psql.connect()
  ;[ada, bob, carol] = await node.people('ada', 'bob', 'carol')
  const { own } = await node.done(ada, { type: 'createRoom', kind: 'public', name: 'Harbour' })
  roomId = own.room.id
  await node.done(bob, { type: 'joinRoom', roomId })
  postId = await writePost(node, bob, 'The followed post')
  await node.done(carol, { type: 'comment', postId, body: 'First' })
  await node.done(bob, { type: 'message', roomId, body: 'Ahoy' })
}, 120_000)
afterAll(async () => {
  await psql.end()
  await node.stop()
})

async function openPage(transport: 'sse' | 'websocket' = 'sse'): Promise<FollowingPage> {
  return FollowingPage.open(node, ada, { postId, roomId }, transport)
}

type Steps = (page: FollowingPage) => Promise<void>

const tables: Record<string, Steps> = {
  users: async (page) => {
    await page.changesBy(() => sql(`UPDATE users SET name = 'Robert' WHERE id = $1`, bob.id))
  },
  avatars: async (page) => {
    const picture = `INSERT INTO avatars VALUES ($1, 'image/webp', '\\x00', now())`
    await page.changesBy(() => sql(picture, bob.id))
    await page.changesBy(() =>
      sql(`UPDATE avatars SET bytes = '\\x01' WHERE "userId" = $1`, bob.id),
    )
    await page.changesBy(() => sql(`DELETE FROM avatars WHERE "userId" = $1`, bob.id))
  },
  posts: async (page) => {
    let id = ''
    const insert = `INSERT INTO posts ("authorId", body) VALUES ($1, 'psql') RETURNING id`
    await page.changesBy(async () => (id = idOf(await sql(insert, bob.id))))
    await page.changesBy(() =>
      sql(`UPDATE posts SET body = 'Studio', "authorId" = $2 WHERE id = $1`, id, carol.id),
    )
    await page.changesBy(() => sql('DELETE FROM posts WHERE id = $1', id))
  },
  likes: async (page) => {
    const like = 'INSERT INTO likes ("postId", "userId") VALUES ($1, $2)'
    await page.changesBy(() => sql(like, postId, ada.id))
    await page.changesBy(() => sql(like, postId, carol.id))
    const move = 'UPDATE likes SET "userId" = $3 WHERE "postId" = $1 AND "userId" = $2'
    await page.changesBy(() => sql(move, postId, ada.id, bob.id))
    await page.changesBy(() => sql('DELETE FROM likes'))
  },
  comments: async (page) => {
    let id = ''
    const insert = `INSERT INTO comments ("postId", "authorId", body) VALUES ($1, $2, 'psql') RETURNING id`
    await page.changesBy(async () => (id = idOf(await sql(insert, postId, bob.id))))
    await page.changesBy(() => sql(`UPDATE comments SET body = 'Studio' WHERE id = $1`, id))
    const other = await writePost(node, bob, 'Another')
    await page.changesBy(() => sql('UPDATE comments SET "postId" = $2 WHERE id = $1', id, other))
    await page.changesBy(() => sql('DELETE FROM comments WHERE id = $1', id))
  },
  coauthors: async (page) => {
    await page.changesBy(() => sql('INSERT INTO coauthors VALUES ($1, $2)', postId, carol.id))
    await page.changesBy(() => sql('UPDATE coauthors SET "userId" = $1', ada.id))
    await page.changesBy(() => sql('DELETE FROM coauthors'))
  },
  rooms: async (page) => {
    await page.changesBy(() => sql(`UPDATE rooms SET name = 'Quay' WHERE id = $1`, roomId))
    const { own } = await node.done(bob, { type: 'openDirect', handles: ['ada'] })
    await page.caughtUp()
    await page.changesBy(() => sql('DELETE FROM rooms WHERE id = $1', own.room.id))
  },
  members: async (page) => {
    const { own } = await node.done(bob, { type: 'createRoom', kind: 'private', name: 'Cabin' })
    const cabin = own.room.id
    await node.done(bob, { type: 'message', roomId: cabin, body: 'Anybody?' })
    await page.changesBy(() =>
      sql('INSERT INTO members ("roomId", "userId") VALUES ($1, $2)', cabin, ada.id),
    )
    const read = 'UPDATE members SET "readUpTo" = $3 WHERE "roomId" = $1 AND "userId" = $2'
    await page.changesBy(() => sql(read, cabin, ada.id, 'ffffffff-ffff-ffff-ffff-ffffffffffff'))
    await page.changesBy(() => sql(read, cabin, ada.id, '00000000-0000-0000-0000-000000000000'))
    await page.changesBy(() => sql('DELETE FROM members WHERE "roomId" = $1', cabin))
  },
  invitations: async (page) => {
    const { own } = await node.done(bob, { type: 'createRoom', kind: 'private', name: 'Loft' })
    const loft = own.room.id
    const insert = 'INSERT INTO invitations VALUES ($1, $2, $3)'
    await page.changesBy(() => sql(insert, loft, ada.id, bob.id))
    await page.changesBy(() => sql('UPDATE invitations SET "byId" = $1', carol.id))
    await page.changesBy(() => sql(`UPDATE rooms SET name = 'Attic' WHERE id = $1`, loft))
    await page.changesBy(() => sql('DELETE FROM invitations'))
    await page.changesBy(() => sql(insert, loft, ada.id, bob.id))
    await page.changesBy(() => sql('DELETE FROM rooms WHERE id = $1', loft))
  },
  messages: async (page) => {
    let id = ''
    const insert = `INSERT INTO messages ("roomId", "authorId", body) VALUES ($1, $2, 'psql') RETURNING id`
    await page.changesBy(async () => (id = idOf(await sql(insert, roomId, bob.id))))
    await page.changesBy(() =>
      node.done(bob, { type: 'message', roomId, body: 'An answer', replyTo: id }),
    )
    await page.changesBy(() => sql(`UPDATE messages SET body = 'Studio' WHERE id = $1`, id))
    await page.changesBy(() => sql('DELETE FROM messages WHERE id = $1', id))
  },
  reactions: async (page) => {
    const [message] = await sql('SELECT id FROM messages LIMIT 1')
    const insert = `INSERT INTO reactions ("messageId", "userId", emoji) VALUES ($1, $2, '👍')`
    await page.changesBy(() => sql(insert, message?.['id'], bob.id))
    await page.changesBy(() => sql(`UPDATE reactions SET emoji = '🎉'`))
    await page.changesBy(() => sql('DELETE FROM reactions'))
  },
  conversations: async (page) => {
    const { roomId: inboxId } = await newInbox(node, ada)
    await page.caughtUp()
    const [conversation] = await sql(
      `INSERT INTO rooms (kind, name) VALUES ('conversation', 'Walk-in') RETURNING id`,
    )
    const id = conversation?.['id']
    await page.changesBy(async () => {
      await sql('INSERT INTO conversations ("roomId", "inboxId") VALUES ($1, $2)', id, inboxId)
      await sql('INSERT INTO members ("roomId", "userId") VALUES ($1, $2)', id, ada.id)
    })
    const inbox = await FollowingPage.open(node, ada, { postId, roomId: inboxId }, 'sse')
    await inbox.changesBy(() =>
      sql('UPDATE conversations SET "assigneeId" = $2 WHERE "roomId" = $1', id, ada.id),
    )
    await inbox.changesBy(() => sql(`UPDATE rooms SET name = 'Dana' WHERE id = $1`, id))
    await inbox.changesBy(() => sql(`UPDATE rooms SET name = 'Shop' WHERE id = $1`, inboxId))
    await inbox.changesBy(() => sql('DELETE FROM rooms WHERE id = $1', id))
    inbox.close()
  },
}

test.each(Object.entries(tables))('%s', async (_table, steps) => {
  const page = await openPage()
  await steps(page)
  expect(page.heard.length).toBeGreaterThan(1)
  page.close()
})

test('drafts, who may write, versions and the setting up of an inbox: pages that show them are told', async () => {
  const page = await openPage('websocket')
  const settings = await newInbox(node, ada)
  const heard = async (type: string, text: string, ...values: unknown[]) => {
    const before = page.heard.filter((each) => each === type).length
    const rows = await sql(text, ...values)
    await expect
      .poll(() => page.heard.filter((each) => each === type).length)
      .toBeGreaterThan(before)
    return idOf(rows)
  }
  const insert = 'INSERT INTO drafts ("createdById", title) VALUES ($1, $2) RETURNING id'
  const own = await heard('draft.changed', insert, ada.id, 'Mine')
  await heard('draft.changed', `UPDATE drafts SET title = 'Ours' WHERE id = $1`, own)
  await heard('draft.changed', 'INSERT INTO versions ("draftId", text) VALUES ($1, $2)', own, 'x')
  await heard('draft.changed', 'DELETE FROM drafts WHERE id = $1', own)
  const [other] = await sql(insert, bob.id, 'His')
  const id = other?.['id']
  await heard('draft.changed', `INSERT INTO writers VALUES ($1, $2, 'read')`, id, ada.id)
  await heard('draft.changed', `UPDATE writers SET role = 'write' WHERE "draftId" = $1`, id)
  await heard('draft.changed', 'DELETE FROM writers WHERE "draftId" = $1', id)
  await heard(
    'inbox.changed',
    'UPDATE inboxes SET "isOpen" = false WHERE "roomId" = $1',
    settings.roomId,
  )
  page.close()
})

test('an account that is deleted goes with all that it wrote, its counts, rooms and sessions', async () => {
  const [dan] = await node.people('dan')
  await node.done(dan, { type: 'joinRoom', roomId })
  await node.done(dan, { type: 'openDirect', handles: ['ada'] })
  await writePost(node, dan, 'By Dan')
  await node.done(dan, { type: 'like', postId })
  await node.done(dan, { type: 'comment', postId, body: 'Dan was here' })
  const { message } = await node.done(bob, { type: 'message', roomId, body: 'Welcome' })
  await node.done(dan, { type: 'react', messageId: message.id, emoji: '👋' })
  const said = await node.done(dan, { type: 'message', roomId, body: 'Only this waits' })
  await node.done(bob, { type: 'message', roomId, body: 'Hear', replyTo: said.message.id })
  const page = await openPage('websocket')
  await page.changesBy(() => sql('DELETE FROM users WHERE id = $1', dan.id))
  expect(JSON.stringify(page.shown)).not.toContain(dan.id)
  expect((await node.request('/live/commands', { method: 'POST', body: '{}' }, dan)).status).toBe(
    401,
  )
  const events = await node.db.event.findMany()
  expect(JSON.stringify(events, (_, value: unknown) => String(value))).not.toContain('Only this')
  page.close()
})

test('a table that is emptied', async () => {
  await node.done(carol, { type: 'like', postId })
  const page = await openPage()
  await page.changesBy(() => sql('TRUNCATE likes'))
  await page.changesBy(() => sql('TRUNCATE messages CASCADE'))
  expect(page.shown).toEqual(await page.fresh())
  page.close()
})
