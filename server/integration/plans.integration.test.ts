// Query plans of everything that people wait for: no scan of a whole table, and no sort of one.
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openDatabase } from '#platform/postgres/database.ts'
import type { Database } from '#platform/postgres/database.ts'
import { createTestDatabase } from '#platform/postgres/test-database.ts'
import type { TestDatabase } from '#platform/postgres/test-database.ts'
import { crowdReads, fillCrowd } from './test-crowd.ts'

const size = { people: 2000, posts: 20_000, likesPerPost: 5, comments: 20_000, messages: 20_000 }
/** Tables that grow with use. */
const large = new Set(['posts', 'likes', 'comments', 'messages', 'users', 'events', 'reactions'])

interface Plan {
  'Node Type': string
  'Relation Name'?: string
  'Plan Rows': number
  Plans?: Plan[]
}

let database: TestDatabase
let db: Database
beforeAll(async () => {
  database = await createTestDatabase()
  await fillCrowd(database.url, size)
  db = openDatabase(database.url, 1)
}, 60_000)
afterAll(async () => {
  await db.$disconnect()
  await database.drop()
})

/** The statements that reach the database while `work` runs, with their values. */
async function statementsOf(
  work: () => Promise<unknown>,
): Promise<{ text: string; values: unknown[] }[]> {
  const statements: { text: string; values: unknown[] }[] = []
  const { query } = pg.Client.prototype
  pg.Client.prototype.query = function record(this: pg.Client, ...args: unknown[]) {
    const [config] = args as [{ text?: string; values?: unknown[] } | string]
    const values = Array.isArray(args[1]) ? (args[1] as unknown[]) : []
    if (typeof config === 'string') statements.push({ text: config, values })
    else if (config.text !== undefined) {
      statements.push({ text: config.text, values: config.values ?? values })
    }
    return Reflect.apply(query, this, args) as unknown
  } as typeof query
  try {
    await work()
  } finally {
    pg.Client.prototype.query = query
  }
  return statements.filter(({ text }) => /^\s*(select|with)/i.test(text))
}

async function planOf(client: pg.Client, text: string, values: unknown[]): Promise<Plan> {
  const { rows } = await client.query<{ 'QUERY PLAN': [{ Plan: Plan }] }>(
    `EXPLAIN (FORMAT JSON) ${text}`,
    values,
  )
  const plan = rows[0]?.['QUERY PLAN'][0].Plan
  if (!plan) throw new Error('no plan')
  return plan
}

function flat(plan: Plan): Plan[] {
  return [plan, ...(plan.Plans ?? []).flatMap(flat)]
}

test('nothing that people wait for reads a whole table or sorts much of it', async () => {
  const client = new pg.Client({ connectionString: database.url })
  await client.connect()
  const wrong: string[] = []
  let looked = 0
  for (const [name, read] of Object.entries(await crowdReads(db, () => 0.5))) {
    for (const { text, values } of await statementsOf(read)) {
      looked += 1
      for (const node of flat(await planOf(client, text, values))) {
        const whole = node['Node Type'] === 'Seq Scan' && large.has(node['Relation Name'] ?? '')
        const sorts = /sort/i.test(node['Node Type']) && node['Plan Rows'] > 1000
        if (whole || sorts) {
          wrong.push(`${name}: ${node['Node Type']} ${node['Relation Name'] ?? ''} in ${text}`)
        }
      }
    }
  }
  await client.end()
  expect(wrong).toEqual([])
  expect(looked).toBeGreaterThan(15)
}, 60_000)

test('a read without an index would be found', async () => {
  const statements = await statementsOf(() => db.post.findMany({ where: { body: 'No index' } }))
  const client = new pg.Client({ connectionString: database.url })
  await client.connect()
  const [statement] = statements
  const plan = await planOf(client, statement?.text ?? '', statement?.values ?? [])
  await client.end()
  expect(flat(plan).map((node) => node['Node Type'])).toContain('Seq Scan')
})
