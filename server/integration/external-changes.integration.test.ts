// Notes of external changes: which tables have them, what is not noted, and what happens when handling one fails.
import { readFileSync } from 'node:fs'
import pg from 'pg'
import { expect, onTestFinished, test } from 'vitest'
import { openSocket } from './test-readers.ts'
import { startTestNode, writePost } from '../test-node.ts'
import type { TestNode } from '../test-node.ts'
import { createTestDatabase } from '#platform/postgres/test-database.ts'
import { execute } from '#platform/postgres/test-server.ts'
import { servers } from '#features/server.ts'
import { Change } from '#live/server/commands/change.ts'
import { registryOf } from '#live/server/commands/registry.ts'
import { followedTables, ingestExternalChanges, NotTheApp } from '#live/server/external/ingest.ts'

/** Why each of these tables has no triggers for notes. */
const otherTables = {
  sessions: 'a trigger of its own ends what a session had open',
  accounts: 'secrets, shown nowhere',
  verifications: 'secrets, shown nowhere',
  events: 'the log itself',
  log: 'the log itself',
  log_epochs: 'the same: written by the log alone',
  draft_clients: 'whose each page of a draft is, shown nowhere',
  answers: 'what was answered to commands, shown nowhere',
  external_changes: 'the notes themselves',
}
const followed = Object.fromEntries(followedTables(servers).map(({ table, keys }) => [table, keys]))

async function start(
  overrides: Parameters<typeof startTestNode>[0] = {},
): Promise<{ node: TestNode; psql: pg.Client }> {
  const node = await startTestNode(overrides)
  const psql = new pg.Client({ connectionString: node.databaseUrl })
  await psql.connect()
  onTestFinished(async () => {
    await psql.end()
    await node.stop()
  })
  return { node, psql }
}

const left = (node: TestNode) => node.db.externalChange.count()

test('each table of the schema is followed or has a reason, and has the triggers that are said', async () => {
  const schema = readFileSync('prisma/schema.prisma', 'utf8')
  const tables = [...schema.matchAll(/@@map\("(\w+)"\)/g)].map(([, name]) => name ?? '')
  const decided = [...Object.keys(followed), ...Object.keys(otherTables)]
  expect(decided.toSorted()).toEqual(tables.toSorted())

  const { psql } = await start()
  const { rows } = await psql.query<{ name: string; keys: string; count: number }>(
    `SELECT tgrelid::regclass::text AS name, encode(tgargs, 'escape') AS keys, count(*)::int AS count
     FROM pg_trigger WHERE tgname LIKE 'external\\_%' GROUP BY 1, 2`,
  )
  const found = Object.fromEntries(
    rows.map(({ name, keys, count }) => [name, [count, ...keys.split('\\000').filter(Boolean)]]),
  )
  expect(found).toEqual(
    Object.fromEntries(Object.entries(followed).map(([name, keys]) => [name, [4, ...keys]])),
  )
})

test("the app's own changes are not noted, whatever its address calls it", async () => {
  const database = await createTestDatabase()
  onTestFinished(() => database.drop())
  const url = new URL(database.url)
  url.searchParams.set('application_name', 'psql')
  const { node, psql } = await start({ databaseUrl: url.href })
  const person = await node.signUp()
  const postId = await writePost(node, person, 'Calm')
  await node.done(person, { type: 'like', postId })
  await node.done(person, { type: 'createRoom', kind: 'private', name: 'Room' })
  const before = await node.db.event.count()
  await psql.query(`UPDATE posts SET body = 'Changed' WHERE id = $1`, [postId])
  await expect.poll(() => left(node)).toBe(0)
  // post.counts and post.edited, each on the feed and on the post; no further events.
  await expect.poll(() => node.db.event.count()).toBe(before + 4)
  await writePost(node, person, 'Calm again')
  expect(await node.db.event.count()).toBe(before + 5)
  expect(await left(node)).toBe(0)
})

test('a note that fails is tried again and stands in nobody’s way', async () => {
  const { node, psql } = await start()
  const person = await node.signUp()
  const [bad, good] = [await writePost(node, person, 'bad'), await writePost(node, person, 'good')]
  const reader = await openSocket(node, 'topics=feed')
  await reader.next(({ type }) => type === 'hello')
  // Every event about the first post fails.
  await psql.query(
    `CREATE FUNCTION refuse() RETURNS TRIGGER LANGUAGE plpgsql AS
     $$ BEGIN IF NEW.data::text LIKE '%${bad}%' THEN RAISE 'planted'; END IF; RETURN NEW; END $$;
     CREATE TRIGGER refuse BEFORE INSERT ON events FOR EACH ROW EXECUTE FUNCTION refuse()`,
  )
  await psql.query(`UPDATE posts SET body = body || '!'`)
  await reader.next(
    ({ type, data }) => type === 'post.edited' && JSON.stringify(data).includes(good),
  )
  const note = await node.db.externalChange.findFirstOrThrow()
  expect(note).toMatchObject({ noun: 'posts', keys: { id: bad } })
  expect(note.problem).toContain('planted')
  await psql.query('DROP TRIGGER refuse ON events')
  await reader.next(
    ({ type, data }) => type === 'post.edited' && JSON.stringify(data).includes(bad),
  )
  await expect.poll(() => left(node)).toBe(0)
  reader.close()
})

test('what fails too often is set aside', async () => {
  const { node, psql } = await start()
  await psql.query(
    `INSERT INTO external_changes (noun, verb, keys, attempts) VALUES ('posts', 'UPDATE', '{"id": "no id"}', 4)`,
  )
  await psql.query(`SELECT pg_notify('hubbub_external', '')`)
  await expect
    .poll(() => node.db.externalChange.findFirst({ select: { dueAt: true, attempts: true } }))
    .toEqual({ dueAt: null, attempts: 5 })
})

test('thousands of rows at once are told in strides, between which others get through', async () => {
  const { node, psql } = await start()
  const [ada, bob] = await node.people('ada', 'bob')
  const { own } = await node.done(ada, { type: 'createRoom', kind: 'public', name: 'Crowd' })
  const roomId = own.room.id
  await node.done(bob, { type: 'joinRoom', roomId })
  await psql.query(`ALTER TABLE messages DISABLE TRIGGER external_insert`)
  await psql.query(
    `INSERT INTO messages ("roomId", "authorId", body)
     SELECT $1, $2, 'Message ' || n FROM generate_series(1, 2000) AS n`,
    [roomId, bob.id],
  )
  const reader = await openSocket(node, `topics=feed,user:${ada.id},room:${roomId}`, {
    person: ada,
  })
  await reader.next(({ type }) => type === 'hello')
  await psql.query('DELETE FROM users WHERE id = $1', [bob.id])
  await writePost(node, ada, 'Meanwhile')
  await expect.poll(() => left(node), { timeout: 60_000 }).toBe(0)
  const types = () => reader.received.map(({ type }) => type)
  await expect.poll(() => types().filter((type) => type === 'message.deleted').length).toBe(2000)
  expect(types().indexOf('post.created')).toBeLessThan(types().lastIndexOf('message.deleted'))
  const { unread } = await node.done(ada, {
    type: 'readRoom',
    roomId,
    upTo: '00000000-0000-0000-0000-000000000000',
  })
  expect(unread).toBe(0)
  reader.close()
}, 90_000)

test('what was changed while no node ran is told at the start', async () => {
  const database = await createTestDatabase()
  onTestFinished(() => database.drop())
  const first = await startTestNode({ databaseUrl: database.url })
  const person = await first.signUp()
  const postId = await writePost(first, person, 'Before')
  await first.stop()
  await execute(database.url, 'INSERT INTO likes SELECT id, "authorId" FROM posts')
  const { node } = await start({ databaseUrl: database.url })
  await expect
    .poll(() => node.db.post.findUnique({ where: { id: postId }, select: { likes: true } }))
    .toEqual({ likes: 1 })
})

test('somebody in very many rooms is told of in all of them, in transactions that hold nobody up', async () => {
  const { node, psql } = await start()
  const person = await node.signUp()
  await psql.query(`BEGIN; SET LOCAL hubbub.node = 'a test'`)
  await psql.query(
    `INSERT INTO rooms (id, kind, name, "createdById")
     SELECT uuid_v7(), 'private', 'Room ' || n, $1 FROM generate_series(1, 1200) AS n`,
    [person.id],
  )
  await psql.query(`INSERT INTO members ("roomId", "userId") SELECT id, $1 FROM rooms`, [person.id])
  await psql.query('COMMIT')
  await node.done(person, { type: 'editProfile', name: 'Somebody else', bio: '' })
  const told = () => node.db.event.findMany({ where: { type: 'profile.edited' } })
  // Two more: the feed and the person's own topic.
  const all = (await node.db.member.count({ where: { userId: person.id } })) + 2
  await expect.poll(async () => (await told()).length).toBe(all)
  expect(new Set((await told()).map(({ topic }) => topic)).size).toBe(all)
  const parts = await node.db.$queryRaw<{ count: number }[]>`
    SELECT count(*)::int FROM events WHERE type = 'profile.edited' GROUP BY xmin::text`
  expect(Math.max(...parts.map(({ count }) => count))).toBeLessThan(600)
  await expect.poll(() => left(node)).toBe(0)
})

test('over a connection that is not known as the app nothing is told: it would be noted again, for ever', async () => {
  const { node } = await start()
  const taken = node.db.$transaction(async (tx) => {
    await tx.$executeRaw`SET LOCAL hubbub.node = ''`
    await ingestExternalChanges(new Change(registryOf(servers), tx, tx), [], [1n])
  })
  await expect(taken).rejects.toThrow(NotTheApp)
})
