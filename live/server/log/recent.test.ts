import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Entry } from './entry.ts'
import { Recent, weightOf } from './recent.ts'

function entry(id: number, topic: string, subject: string | null = null, length = 10): Entry {
  const rest = { type: 't', quotes: null, conflation: null, frames: {} }
  return { id, cursor: `c${id}`, topic, subject, json: 'x'.repeat(length), ...rest }
}

function idsOf(recent: Recent, after: number, ...topics: string[]): number[] {
  return recent.between(after, Infinity, new Set(topics)).map(({ id }) => id)
}

test('what is about a deleted subject or of a topic goes, and nothing else', () => {
  const recent = new Recent({ entries: 100, bytes: 1e6 }, 0)
  recent.push([
    entry(1, 'a', 's'),
    entry(2, 'b', 's'),
    entry(3, 'a', 'other'),
    entry(4, 'b'),
    entry(5, 'a', 's'),
  ])
  recent.forget('s', 5)
  expect(idsOf(recent, 0, 'a', 'b')).toEqual([3, 4, 5])
  recent.forget('b', 6)
  expect(idsOf(recent, 0, 'a', 'b')).toEqual([3, 5])
  expect(idsOf(recent, 3, 'a', 'b')).toEqual([5])
})

test('however large or many the entries are, memory holds no more than its bounds, and the newest of them', () => {
  const some = fc.array(
    fc.record({
      length: fc.integer({ min: 1, max: 5000 }),
      topic: fc.constantFrom('a', 'b'),
      subject: fc.constantFrom(null, 's', 't'),
      forget: fc.constantFrom(null, null, 's', 'a'),
    }),
    { maxLength: 300 },
  )
  fc.assert(
    fc.property(some, (all) => {
      const most = { entries: 40, bytes: 60_000 }
      const recent = new Recent(most, 0)
      let expected: Entry[] = []
      let id = 0
      for (const { length, topic, subject, forget } of all) {
        const each = entry((id += 1), topic, subject, length)
        recent.push([each])
        expected.push(each)
        if (forget !== null) {
          recent.forget(forget, id)
          expected = expected.filter(
            (one) => one.id >= id || (one.subject !== forget && one.topic !== forget),
          )
        }
        expect(recent.size.entries).toBeLessThanOrEqual(most.entries * 1.5)
        expect(recent.size.bytes).toBeLessThanOrEqual(most.bytes * 1.5)
      }
      const covered = Array.from({ length: id + 1 }, (_, after) => after).filter((after) =>
        recent.covers(after),
      )
      const from = covered[0] ?? id
      expect(idsOf(recent, from, 'a', 'b')).toEqual(
        expected.filter((one) => one.id > from).map((one) => one.id),
      )
      const held = recent.between(from, Infinity, new Set(['a', 'b']))
      expect(recent.size.bytes).toBeGreaterThanOrEqual(
        held.reduce((sum, one) => sum + weightOf(one), 0),
      )
    }),
  )
})
