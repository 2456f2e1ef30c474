// A node freezes for ever in the middle of a commit: the other nodes can write again.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { logLock } from '#live/server/log/append.ts'
import { openDatabase } from '#platform/postgres/database.ts'
import { allPosts, giveId } from '#platform/postgres/ordered-ids.ts'
import { waitingForLocks } from '#platform/postgres/test-database.ts'
import { startTestNode } from '../test-node.ts'
import type { TestNode } from '../test-node.ts'

let node: TestNode
beforeAll(async () => {
  node = await startTestNode()
})
afterAll(() => node.stop())

test('what it holds is let go by the database, and nothing that it did not finish is there', async () => {
  const ada = await node.signUp()
  const frozen = openDatabase(node.databaseUrl, 1)
  let thaw: () => void = () => undefined
  let holds: () => void = () => undefined
  const held = new Promise<void>((resolve) => (holds = resolve))
  const commit = frozen.$transaction(
    async (tx) => {
      await tx.post.create({ data: { authorId: ada.id, body: 'Never finished' } })
      await tx.$executeRaw`SELECT pg_advisory_xact_lock(${logLock})`
      holds()
      // The frozen node sends nothing more.
      await new Promise<void>((resolve) => (thaw = resolve))
      await tx.post.count()
    },
    { timeout: 60_000 },
  )
  const ended = commit.then(
    () => 'committed',
    () => 'refused',
  )
  await held
  await node.done(ada, { type: 'post', body: 'Written beside it' })
  thaw()
  expect(await ended).toBe('refused')
  const posts = await node.db.post.findMany({ where: { authorId: ada.id } })
  expect(posts.map(({ body }) => body)).toEqual(['Written beside it'])
  await frozen.$disconnect()
}, 60_000)

test.each([2, 4])(
  '%i of its transactions that wait for one lock let go in time too',
  async (count) => {
    const ada = await node.signUp()
    const frozen = openDatabase(node.databaseUrl, count)
    const thawed = Promise.withResolvers<void>()
    const transactions = Array.from({ length: count }, () =>
      frozen.$transaction(
        async (tx) => {
          await giveId(tx, 'posts', allPosts)
          // The frozen node sends nothing more.
          await thawed.promise
          await tx.post.count()
        },
        { timeout: 60_000 },
      ),
    )
    const ended = Promise.allSettled(transactions)
    await expect.poll(() => waitingForLocks(node.db), { timeout: 3_000 }).toBe(count - 1)
    const body = `Written beside ${count}`
    await expect
      .poll(() => node.command(ada, { type: 'post', ref: body, body }), { timeout: 11_000 })
      .toMatchObject({ type: 'ack' })
    thawed.resolve()
    const outcomes = await ended
    expect(outcomes.map(({ status }) => status)).toEqual(outcomes.map(() => 'rejected'))
    expect(await node.db.post.count({ where: { body } })).toBe(1)
    await frozen.$disconnect()
  },
  60_000,
)
