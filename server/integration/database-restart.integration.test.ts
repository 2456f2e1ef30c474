// The database is killed under load: acknowledged writes survive, the node recovers without a restart, and a connected
// subscriber gets each event once.
import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { openTestFolder } from '#platform/test-folder.ts'
import type { TestFolder } from '#platform/test-folder.ts'
import type { Answer } from '#features/protocol.ts'
import { readText } from '#features/drafts/draft-updates.ts'
import { clusterFolder, runningServer } from '#platform/postgres/cluster-folder.ts'
import { createLogger } from '#platform/logger.ts'
import { startEmbedded } from '#platform/postgres/embedded.ts'
import type { EmbeddedPostgres } from '#platform/postgres/embedded.ts'
import { startTestNode } from '../test-node.ts'
import type { TestNode } from '../test-node.ts'
import { openSocket } from './test-readers.ts'
import { TestWriter } from './test-writer.ts'

const kills = 3
let folder: TestFolder
let embedded: EmbeddedPostgres
let node: TestNode
let dataDir = ''

beforeEach(async () => {
  folder = openTestFolder()
  dataDir = join(folder.path, 'data')
  embedded = await startEmbedded(dataDir, createLogger('silent'))
  node = await startTestNode({ databaseUrl: embedded.url })
})
afterEach(async () => {
  await node.stop()
  await embedded.stop()
  await folder.remove()
})

/** Sends the same command until it is acknowledged; every error meanwhile must say "try again". */
async function insist(person: Parameters<TestNode['command']>[0], command: object): Promise<void> {
  for (;;) {
    const answer: Answer = await node.command(person, command)
    if (answer.type === 'ack') return
    expect(answer.code).toBe('unavailable')
    await pause(50)
  }
}

test(`[C10] ${kills} times the database is killed, and nothing that was acknowledged is lost`, async () => {
  const people = await Promise.all(Array.from({ length: 4 }, () => node.signUp()))
  const reader = await openSocket(node, 'topics=feed')
  await reader.next(({ type }) => type === 'hello')
  const acknowledged: string[] = []
  let writing = true
  const work = people.map(async (person, writer) => {
    for (let index = 0; writing; index += 1) {
      const body = `${writer}/${index}`
      await insist(person, { type: 'post', ref: randomUUID(), body })
      acknowledged.push(body)
    }
  })
  for (let kill = 0; kill < kills; kill += 1) {
    const before = acknowledged.length
    await vi.waitFor(() => expect(acknowledged.length).toBeGreaterThan(before + 20), {
      timeout: 20_000,
    })
    const pid = runningServer(clusterFolder(dataDir).cluster)?.pid
    if (pid !== undefined) process.kill(pid, 'SIGKILL')
    await pause(300)
  }
  const before = acknowledged.length
  await vi.waitFor(() => expect(acknowledged.length).toBeGreaterThan(before + 20), {
    timeout: 30_000,
  })
  writing = false
  await Promise.all(work)
  const created = () =>
    reader.received.flatMap(({ type, data }) =>
      type === 'post.created' ? [(data['data'] as { post: { body: string } }).post.body] : [],
    )
  await vi.waitFor(() => expect(created()).toHaveLength(acknowledged.length), { timeout: 10_000 })
  expect(created().toSorted()).toEqual(acknowledged.toSorted())
  const rows = await node.db.post.findMany({ select: { body: true } })
  expect(rows.map(({ body }) => body).toSorted()).toEqual(acknowledged.toSorted())
  // The node probes writes once a second until they succeed.
  await vi.waitFor(async () => expect((await node.request('/healthz')).status).toBe(200), {
    timeout: 10_000,
  })
  reader.close()
}, 120_000)

test('while the database is away a page says so, a command says try again, and the node still stops', async () => {
  const ada = await node.signUp()
  await embedded.stop()
  await vi.waitFor(async () => expect((await node.request('/')).status).toBe(503), {
    timeout: 15_000,
  })
  const page = await node.request('/')
  expect(await page.text()).toContain('Try again')
  expect((await node.request('/healthz')).status).toBe(503)
  const answer = await node.request('/live/commands', { method: 'POST', body: '{}' }, ada)
  expect(await answer.json()).toMatchObject({ type: 'error', code: 'unavailable' })
  const handedIn = await node.request('/api/inbox/x/messages', { method: 'POST', body: '{}' })
  expect(handedIn.status).toBe(503)
  expect(await handedIn.json()).toMatchObject({ type: 'error', code: 'unavailable' })
}, 60_000)

test('[D2] who writes a draft while the database is killed goes on writing, and all of it is kept', async () => {
  const ada = await node.signUp()
  const answer = await node.command(ada, { type: 'createDraft' })
  if (answer.type !== 'ack' || !('draftId' in answer.result)) throw new Error(answer.type)
  const { draftId } = answer.result
  const writer = new TestWriter(node, draftId, ada)
  await vi.waitFor(() => expect(writer.synced).toBe(true))
  const pid = runningServer(clusterFolder(dataDir).cluster)?.pid
  if (pid === undefined) throw new Error('no database runs')
  process.kill(pid, 'SIGKILL')
  for (let line = 0; line < 50; line += 1) {
    writer.text.insert(writer.text.length, `${line}\n`)
    await pause(20)
  }
  await vi.waitFor(() => expect(writer.synced).toBe(true), { timeout: 30_000 })
  expect(writer.refused).toBeNull()
  expect(await readText(node.db, draftId)).toBe(writer.text.toString())
  writer.end()
}, 60_000)

test('a draft that is put away while there is no database does not end the node', async () => {
  const ada = await node.signUp()
  const answer = await node.command(ada, { type: 'createDraft' })
  if (answer.type !== 'ack' || !('draftId' in answer.result)) throw new Error(answer.type)
  const writer = new TestWriter(node, answer.result.draftId, ada)
  await vi.waitFor(() => expect(writer.synced).toBe(true))
  writer.text.insert(0, 'Here ')
  await vi.waitFor(() => expect(writer.synced).toBe(true))
  await embedded.stop()
  writer.end()
  const late = new TestWriter(node, answer.result.draftId, ada)
  await vi.waitFor(async () => expect((await node.request('/healthz')).status).toBe(503), {
    timeout: 15_000,
  })
  expect(late.refused).toBeNull()
  late.end()
}, 60_000)
