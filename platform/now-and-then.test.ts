import { expect, test } from 'vitest'
import { NowAndThen } from './now-and-then.ts'

test('the same is said once a minute, with how often it came', () => {
  let now = 0
  const rarely = new NowAndThen(() => now)
  const said: [string, number][] = []
  const met = (what: string) => rarely.met(what, (count) => said.push([what, count]))
  for (let count = 0; count < 5; count += 1) met('one')
  met('another')
  expect(said).toEqual([
    ['one', 1],
    ['another', 1],
  ])
  now = 60_001
  met('one')
  expect(said.at(-1)).toEqual(['one', 5])
})

test('nobody fills the memory with ever new things, nor silences what comes a minute later', () => {
  let now = 0
  const rarely = new NowAndThen(() => now)
  let said = 0
  const met = (what: string) => rarely.met(what, () => (said += 1))
  for (let count = 0; count < 1000; count += 1) met(`thing ${count}`)
  expect(said).toBe(100)
  now = 60_000
  met('another')
  expect(said).toBe(101)
})
