// Tests of error classes: permanent, lost race, passing.
import { describe, expect, it } from 'vitest'
import { failureOf, isOfStatement, permanentSentence, sqlState } from './errors.ts'

const table: Record<string, [string, string][]> = {
  permanent: [
    ['22001', 'a string too long'],
    ['22003', 'a number out of range'],
    ['22007', 'no time'],
    ['22021', 'bytes that are no text'],
    ['22P02', 'text that is no value'],
    ['22P05', 'a character that the encoding lacks'],
    ['23502', 'NOT NULL'],
    ['23514', 'CHECK'],
    ['23P01', 'EXCLUDE'],
    ['44000', 'WITH CHECK OPTION'],
    ['54000', 'a row larger than its index takes'],
    ['P0001', 'a trigger that refuses'],
  ],
  race: [
    ['23503', 'what it refers to is gone'],
    ['23505', 'it is there already'],
    ['40001', 'not serializable'],
    ['40P01', 'deadlock'],
    ['55P03', 'a lock not to be had'],
  ],
  passing: [
    ['08006', 'connection lost'],
    ['0A000', 'a plan of before a migration'],
    ['25006', 'read-only'],
    ['42501', 'a right that is missing'],
    ['42703', 'a column that is not there yet'],
    ['53100', 'disk full'],
    ['53200', 'out of memory'],
    ['53300', 'no connection left'],
    ['57014', 'cancelled'],
    ['57P01', 'shut down'],
    ['57P03', 'starting'],
    ['58030', 'input or output'],
    ['XX001', 'broken'],
    ['', 'unknown'],
  ],
}

describe.each(Object.entries(table))('%s', (failure, states) => {
  it.each(states)('%s: %s', (state) => {
    expect(failureOf(state)).toBe(failure)
  })
})

describe('the SQLSTATE', () => {
  const thrown = (code: string, originalCode?: string) =>
    Object.assign(new Error(), {
      code,
      ...(originalCode ? { meta: { driverAdapterError: { cause: { originalCode } } } } : {}),
    })
  it('is found in what Prisma throws', () => {
    expect(sqlState(thrown('P2010', '22P05'))).toBe('22P05')
    expect(sqlState(thrown('P2039', '23514'))).toBe('23514')
    expect(sqlState(thrown('P2034'))).toBe('40001')
    expect(sqlState(thrown('P2025'))).toBe('23503')
  })
  it('is found in what the driver throws, also as a cause', () => {
    expect(sqlState(thrown('57P01'))).toBe('57P01')
    expect(sqlState(new Error('outer', { cause: thrown('22021') }))).toBe('22021')
  })
  it('is none where there is none', () => {
    for (const code of ['P2024', 'P2028', 'ECONNREFUSED']) expect(sqlState(thrown(code))).toBe('')
    expect(sqlState(new Error('x'))).toBe('')
    expect(sqlState(null)).toBe('')
  })
  it('tells a bad statement from a server that is not well', () => {
    expect(['22P05', '40P01', '42501'].filter((state) => !isOfStatement(state))).toEqual([])
    expect(['', '08006', '25006', '53100', '57P01', '58030', 'XX000'].some(isOfStatement)).toBe(
      false,
    )
  })
})

it('each sentence says what to do', () => {
  for (const [state] of table['permanent'] ?? [])
    expect(permanentSentence(state)).toMatch(/(and send it again|no longer here)\.$/)
})
