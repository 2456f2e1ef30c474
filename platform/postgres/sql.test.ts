import { expect, test } from 'vitest'
import { Prisma } from '#prisma/client.ts'
import { flattened } from './sql.ts'

const tagged = (strings: TemplateStringsArray, ...values: unknown[]) => flattened(strings, values)

test('values get their numbers in order, those of parts too', () => {
  const part = Prisma.sql`unnest(${[1]}::int[], ${'b'})`
  expect(tagged`SELECT ${'a'} FROM ${part} WHERE id = ${3}`).toEqual({
    text: 'SELECT $1 FROM unnest($2::int[], $3) WHERE id = $4',
    values: ['a', [1], 'b', 3],
  })
  expect(flattened(part, [])).toEqual({ text: 'unnest($1::int[], $2)', values: [[1], 'b'] })
})

test('a statement without values stays as it is; null and dates are values', () => {
  expect(tagged`SELECT 1`).toEqual({ text: 'SELECT 1', values: [] })
  const now = new Date()
  expect(tagged`SELECT ${null}, ${now}`).toEqual({ text: 'SELECT $1, $2', values: [null, now] })
})
