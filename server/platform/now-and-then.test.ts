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

test('nobody fills the memory with ever new things', () => {
  const rarely = new NowAndThen(() => 0)
  let said = 0
  for (let count = 0; count < 1000; count += 1) rarely.met(`thing ${count}`, () => (said += 1))
  expect(said).toBe(100)
})
