// The search in a room: parts of words, in any script, with or without accents, and only in that room.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { isRefusal } from '#platform/errors.ts'
import { searchMessages } from './search.ts'
import { holdStill } from '#platform/postgres/test-database.ts'
import { startTestNode } from '#server/test-node.ts'
import type { TestNode } from '#server/test-node.ts'
import type { Person } from '#server/test-people.ts'

let node: TestNode
let ada: Person
let roomId: string

const said = [
  '私の家は上海の東です。',
  'Meet me at the café, Zoë',
  'München is far',
  'In der Straße',
  'look at https://example.com/path_to/page?id=42%20x for more',
  'a 100% sure thing',
  'back\\slash',
  'ΕΛΛΆΣ and Привет and Łódź',
  'カタカナ ﬁne',
  'İstanbul',
  'two words here\nand there',
  'שָׁלוֹם',
]

beforeAll(async () => {
  node = await startTestNode()
  ;[ada] = await node.people('ada')
  const { own } = await node.done(ada, { type: 'createRoom', kind: 'private', name: 'Words' })
  roomId = own.room.id
  for (const body of said) await node.done(ada, { type: 'message', roomId, body })
  const other = await node.done(ada, { type: 'createRoom', kind: 'private', name: 'Others' })
  await node.done(ada, { type: 'message', roomId: other.own.room.id, body: said.join('\n') })
})
afterAll(() => node.stop())

async function found(words: string): Promise<string[]> {
  return (await searchMessages(node.db, roomId, words)).map(({ body }) => body)
}

const cases: [string, number][] = [
  ['上海', 0],
  ['海', 0],
  ['家は上', 0],
  ['cafe', 1],
  ['CAFÉ', 1],
  ['cafe\u0301', 1],
  ['afé zoe', 1],
  ['Münch', 2],
  ['munch', 2],
  ['strasse', 3],
  ['STRAẞE', 3],
  ['raß', 3],
  ['example.com/pa', 4],
  ['path_to', 4],
  ['42%20', 4],
  ['100%', 5],
  ['k\\s', 6],
  ['ελλας', 7],
  ['приве', 7],
  ['lodz', 7],
  ['ｶﾀｶﾅ', 8],
  ['fine', 8],
  ['istanbul', 9],
  ['"words here"', 10],
  ['there words', 10],
  ['שלום', 11],
]

test.each(cases)('%s is found', async (words, index) => {
  expect(await found(words)).toContain(said[index])
})

test.each([
  '100_',
  '1%0',
  '_00%',
  'k_s',
  'k\\\\s',
  '"words and"',
  'cafe münchen',
  '\u200b',
  '\u0301',
  ' ',
  '上 京',
])('%j is not', async (words) => expect(await found(words)).toEqual([]))

test('what was said long ago is found too, by one sign as by many, newest first and fifty at most', async () => {
  const { own } = await node.done(ada, { type: 'createRoom', kind: 'private', name: 'Large' })
  const large = own.room.id
  await node.db.$executeRaw`
    INSERT INTO messages ("roomId", "authorId", body)
    SELECT ${large}::uuid, ${ada.id}::uuid, CASE WHEN n <= 60 THEN '東京 rare ' ELSE 'ordinary ' END || n
    FROM generate_series(1, 4000) AS n`
  for (const words of ['東', '東京', 'RÁRE', 'rar']) {
    const bodies = (await searchMessages(node.db, large, words)).map(({ body }) => body)
    expect(bodies).toHaveLength(50)
    expect(bodies[0]).toBe('東京 rare 60')
  }
  expect((await searchMessages(node.db, large, 'ordinary'))[0]?.body).toBe('ordinary 4000')
})

test('a search that takes too long ends with a sentence', async () => {
  // Another transaction locks the table, so that the search runs into its time limit.
  await node.db.$transaction(
    async (tx) => {
      await holdStill(tx)
      await tx.$executeRaw`LOCK TABLE messages IN ACCESS EXCLUSIVE MODE`
      const failure: unknown = await searchMessages(node.db, roomId, 'cafe').catch(
        (error: unknown) => error,
      )
      expect(isRefusal(failure) && failure.message).toContain('look for longer words')
    },
    { timeout: 10_000 },
  )
})

test('the index finds the same after it was built anew', async () => {
  await node.db.$executeRawUnsafe('ANALYZE messages')
  await node.db.$executeRawUnsafe('REINDEX INDEX messages_grams_idx')
  expect(await found('上海')).toHaveLength(1)
})
