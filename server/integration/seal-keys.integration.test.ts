// Keys are sealed (encrypted) in the database; one written there by hand works, and is sealed at the next start.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { TestWriter } from './test-writer.ts'
import { isSealed, provideSeal } from '#platform/seal.ts'
import { createTestDatabase } from '#platform/postgres/test-database.ts'
import type { TestDatabase } from '#platform/postgres/test-database.ts'
import { execute } from '#platform/postgres/test-server.ts'
import { startTestNode } from '#server/test-node.ts'
import type { TestNode } from '#server/test-node.ts'
import type { Person } from '#server/test-people.ts'
import { draftRole } from '#features/drafts/policy.ts'
import { readInboxSettings } from '#features/inboxes/queries.ts'
import { site } from '#server/site.ts'

let database: TestDatabase
let node: TestNode
let ada: Person
beforeAll(async () => {
  database = await createTestDatabase()
  node = await startTestNode({ databaseUrl: database.url })
  ada = await node.signUp('ada')
})
afterAll(async () => {
  await node.stop()
  await database.drop()
})

async function wholeDatabase(): Promise<string> {
  const tables = await node.db.$queryRaw<{ name: string }[]>`
    SELECT quote_ident(tablename) AS name FROM pg_tables WHERE schemaname = 'public'`
  const texts = await Promise.all(
    tables.map(({ name }) =>
      node.db.$queryRawUnsafe<{ all: string | null }[]>(
        `SELECT string_agg(each::text, ' ') AS all FROM ${name} AS each`,
      ),
    ),
  )
  return texts.map(([row]) => row?.all ?? '').join(' ')
}

async function inbox(): Promise<{ roomId: string; key: string; webhookSecret: string }> {
  const { own } = await node.done(ada, { type: 'createRoom', kind: 'inbox', name: 'Shop' })
  const roomId = own.room.id
  const { settings } = await node.done(ada, { type: 'renewInboxKeys', roomId })
  return { roomId, key: settings.key, webhookSecret: settings.webhookSecret }
}

/** Sends a message with the key, as a gateway does. */
async function handIn(inboxId: string, key: string): Promise<boolean> {
  const sent = { by: 'gateway', inboxId, key, address: '+49 151 000', name: null } as const
  return site()
    .receiveVisitorMessage({ ...sent, body: 'Hello', ref: null }, 'test')
    .then(
      () => true,
      () => false,
    )
}

async function mayRead(draftId: string, key: string): Promise<boolean> {
  return (await draftRole(node.db, null, draftId, key)) === 'read'
}

test('keys that were made, shown and used stand nowhere in the database', async () => {
  const { roomId, key, webhookSecret } = await inbox()
  const { draftId } = await node.done(ada, { type: 'createDraft' })
  const keys = [key, webhookSecret]
  for (const role of ['read', 'write']) {
    const link = await node.done(ada, { type: 'setDraftLink', draftId, role, on: true })
    keys.push(link.key ?? '')
    const guest = new TestWriter(node, draftId, null, link.key ?? '')
    await expect.poll(() => guest.synced).toBe(true)
    guest.end()
  }
  expect(await handIn(roomId, key)).toBe(true)
  const all = await wholeDatabase()
  expect(all).toContain(roomId)
  for (const each of keys) {
    expect(each.length).toBeGreaterThan(20)
    expect(all).not.toContain(each)
  }
})

test('a key that is written by hand works at once and is sealed at the next start; with another secret none opens anything', async () => {
  const { roomId, key } = await inbox()
  const { draftId } = await node.done(ada, { type: 'createDraft' })
  await execute(node.databaseUrl, `UPDATE inboxes SET key = 'by hand' WHERE "roomId" = '${roomId}'`)
  await execute(node.databaseUrl, `UPDATE drafts SET "readKey" = 'by hand' WHERE id = '${draftId}'`)
  expect(await handIn(roomId, key)).toBe(false)
  expect(await handIn(roomId, 'by hand')).toBe(true)
  expect(await mayRead(draftId, 'by hand')).toBe(true)
  await node.restart()
  const [kept, draft] = await Promise.all([
    node.db.inbox.findUniqueOrThrow({ where: { roomId } }),
    node.db.draft.findUniqueOrThrow({ where: { id: draftId } }),
  ])
  for (const each of [kept.key, kept.webhookSecret, draft.readKey ?? '']) {
    expect(isSealed(each)).toBe(true)
  }
  expect(await handIn(roomId, 'by hand')).toBe(true)
  expect(await mayRead(draftId, 'by hand')).toBe(true)
  expect(await handIn(roomId, kept.key)).toBe(false)

  provideSeal('another secret')
  expect(await handIn(roomId, 'by hand')).toBe(false)
  expect(await mayRead(draftId, 'by hand')).toBe(false)
  expect(await readInboxSettings(node.db, roomId)).toMatchObject({ key: '', webhookSecret: '' })
  const { settings } = await node.done(ada, { type: 'renewInboxKeys', roomId })
  expect(await handIn(roomId, settings.key)).toBe(true)
})
