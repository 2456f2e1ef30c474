// Tests of DirectDatabase: transactions are atomic, whatever fails and when.
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { DirectDatabase } from './direct.ts'
import type { Statements } from './statements.ts'
import { createTestDatabase } from './test-database.ts'

let database: Awaited<ReturnType<typeof createTestDatabase>>
let direct: DirectDatabase
let other: pg.Client

beforeAll(async () => {
  database = await createTestDatabase()
  direct = new DirectDatabase(database.url, 2)
  other = new pg.Client({ connectionString: database.url })
  await other.connect()
  await other.query('CREATE TABLE things (id bigint PRIMARY KEY)')
})
afterAll(async () => {
  await other.end()
  await direct.close()
  await database.drop()
})

const add = (tx: Statements, id: number): Promise<{ id: bigint }[]> =>
  tx.$queryRaw`INSERT INTO things VALUES (${id}) RETURNING id`

async function there(): Promise<number[]> {
  const { rows } = await other.query<{ id: string }>('SELECT id FROM things ORDER BY id')
  return rows.map(({ id }) => Number(id))
}

test('what is written and what comes last are there together, and a large number stays exact', async () => {
  const large = 2n ** 60n + 1n
  const { result, last } = await direct.transaction(
    (tx) => tx.$queryRaw<{ id: bigint }[]>`INSERT INTO things VALUES (${large}) RETURNING id`,
    (tx) => add(tx, 1),
  )
  expect(result).toEqual([{ id: large }])
  expect(last).toEqual([{ id: 1n }])
  await other.query('DELETE FROM things WHERE id > 1')
  expect(await there()).toEqual([1])
})

test('nothing is there when the first, a later or the last statement fails, or the work itself', async () => {
  const broken = (tx: Statements): Promise<unknown> => tx.$queryRaw`SELECT 1 / 0`
  const cases: [
    (tx: Statements) => Promise<unknown>,
    (tx: Statements) => Promise<unknown>,
    RegExp,
  ][] = [
    [broken, (tx) => add(tx, 2), /division by zero/],
    [async (tx) => [await add(tx, 2), await broken(tx)], (tx) => add(tx, 3), /division by zero/],
    [(tx) => add(tx, 2), broken, /division by zero/],
    [(tx) => add(tx, 2), (tx) => add(tx, 1), /duplicate key/],
    [async (tx) => [await add(tx, 2), await Promise.reject(new Error('own'))], broken, /own/],
  ]
  for (const [work, last, said] of cases) {
    await expect(direct.transaction(work, last)).rejects.toThrow(said)
    expect(await there()).toEqual([1])
  }
})

test('a connection that the server ends in the midst is replaced, and nothing of it is there', async () => {
  const ended = direct.transaction(
    async (tx) => {
      await add(tx, 4)
      const [row] = await tx.$queryRaw<{ pid: number }[]>`SELECT pg_backend_pid() AS pid`
      await other.query('SELECT pg_terminate_backend($1)', [row?.pid])
      return add(tx, 5)
    },
    (tx) => add(tx, 6),
  )
  await expect(ended).rejects.toThrow(/terminat/i)
  expect(await there()).toEqual([1])
  await direct.transaction(
    (tx) => add(tx, 7),
    (tx) => add(tx, 8),
  )
  expect(await there()).toEqual([1, 7, 8])
})
