import { expect, test } from 'vitest'
import { z } from 'zod'
import { stripper } from './strip.ts'

const person = z.object({ id: z.string(), avatar: z.string().nullable() })
const data = z.object({
  by: person,
  others: z.array(person),
  last: person.nullish(),
  kind: z.enum(['one', 'two']),
  count: z.int(),
})

test('what no schema names is taken off, however deep', () => {
  const planted = { id: '1', avatar: null, email: 'ada@hubbub.example' }
  const row = { by: planted, others: [planted], last: planted, kind: 'one', count: 1, secret: 's' }
  const clean = { id: '1', avatar: null }
  expect(stripper(data)(row)).toEqual({
    by: clean,
    others: [clean],
    last: clean,
    kind: 'one',
    count: 1,
  })
})

test('what may be missing stays missing, null stays null', () => {
  const row = { by: { id: '1', avatar: null }, others: [], kind: 'two', count: 0 }
  expect(stripper(data)(row)).toEqual(row)
  expect(stripper(data)({ ...row, last: null })).toEqual({ ...row, last: null })
})

test('a union is read whole', () => {
  const either = z.union([z.object({ a: z.string() }), z.object({ b: z.string() })])
  expect(stripper(either)({ b: '1', c: '2' })).toEqual({ b: '1' })
})
