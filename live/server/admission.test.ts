import { setTimeout as pause } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { isRefusal } from '../../platform/errors.ts'
import { networkOf } from '../../platform/address.ts'
import { Admission, prices } from './admission.ts'

const stranger = (address: string) => ({ address, userId: null })

/** How often a request is admitted before it is refused. */
async function admitted(admission: Admission, asker: Parameters<Admission['admit']>[0]) {
  for (let times = 0; times < 100_000; times += 1) {
    try {
      await admission.admit(asker, 'snapshot')
    } catch (error) {
      if (!isRefusal(error)) throw error
      expect(error.code).toBe('rate_limited')
      expect(error.retryAfterMs).toBeGreaterThan(0)
      return times
    }
  }
  throw new Error('it was never refused')
}

test('an address is refused once it has had its share, and no other one with it', async () => {
  const admission = new Admission(true)
  const times = await admitted(admission, stranger('192.0.2.1'))
  expect(times).toBeGreaterThan(1000)
  await admission.admit(stranger('192.0.2.2'), 'snapshot')
  // Signed-in users of that address are not affected.
  await admission.admit({ address: '192.0.2.1', userId: 'ada' }, 'snapshot')
})

test('a person is refused at every address, and no other one with them', async () => {
  const admission = new Admission(true)
  await admitted(admission, { address: '192.0.2.1', userId: 'ada' })
  await expect(
    admission.admit({ address: '192.0.2.2', userId: 'ada' }, 'snapshot', 100),
  ).rejects.toThrow('a lot at once')
  await admission.admit({ address: '192.0.2.1', userId: 'bob' }, 'snapshot')
})

test('all of an IPv6 network are one address', async () => {
  const admission = new Admission(true)
  await admitted(admission, stranger('2001:db8:1:2::1'))
  await expect(admission.admit(stranger('2001:db8:1:2:ffff::9'), 'snapshot')).rejects.toThrow(
    'a lot at once',
  )
  await admission.admit(stranger('2001:db8:1:3::1'), 'snapshot')
})

test('what waits for its turn is sent once there is something left', async () => {
  const admission = new Admission(true)
  await admitted(admission, stranger('192.0.2.1'))
  await expect(admission.pace(stranger('192.0.2.1'), 'entry')).resolves.toBeUndefined()
})

test('without limits nothing is counted', async () => {
  const admission = new Admission(false)
  await expect(admission.admit(stranger('192.0.2.1'), 'page', 1_000_000)).resolves.toBeUndefined()
})

test('a school behind one address is never refused: all load a page, come back at once and poll', async () => {
  const admission = new Admission(true)
  const school = stranger('192.0.2.1')
  for (let pupil = 0; pupil < 1000; pupil += 1) {
    for (const what of Array.from({ length: 20 }, () => 'request' as const)) {
      await admission.admit(school, what)
    }
    await admission.admit(school, 'connection')
    await admission.admit(school, 'topic', 5)
    const person = { address: '192.0.2.1', userId: `pupil ${pupil}` }
    for (const what of ['page', 'connection', 'request', 'resume'] as const) {
      await admission.admit(person, what)
    }
    await admission.admit(person, 'topic', 100)
  }
  // The polls of one second cost less than the budget that a second refills.
  expect(1000 * (prices.poll + prices.topic * 5 + prices.entry * 10)).toBeLessThan(4000)
})

test('heavy work of one address is done two at a time, in its order, and that of another meanwhile', async () => {
  const admission = new Admission(true)
  const begun: string[] = []
  const ends: (() => void)[] = []
  const work = (name: string) => () => {
    begun.push(name)
    return new Promise<void>((resolve) => ends.push(resolve))
  }
  const done = ['a', 'b', 'c', 'd', 'e'].map((name) =>
    admission.inLine(stranger('192.0.2.1'), work(name)),
  )
  void admission.inLine(stranger('192.0.2.2'), work('other'))
  await pause(0)
  expect(begun).toEqual(['a', 'b', 'other'])
  ends[1]?.()
  await expect.poll(() => begun).toEqual(['a', 'b', 'other', 'c'])
  ends[0]?.()
  ends[3]?.()
  await expect.poll(() => begun).toEqual(['a', 'b', 'other', 'c', 'd', 'e'])
  for (const end of ends) end()
  await Promise.all(done)
})

test('work that fails leaves its place to the next', async () => {
  const admission = new Admission(true)
  const all = Array.from({ length: 10 }, (_, index) =>
    admission.inLine(stranger('192.0.2.1'), () =>
      index < 9 ? Promise.reject(new Error('no')) : Promise.resolve('done'),
    ),
  )
  const outcomes = await Promise.allSettled(all)
  expect(outcomes.at(-1)).toEqual({ status: 'fulfilled', value: 'done' })
})

test.each([
  ['192.0.2.1', '192.0.2.1'],
  ['::ffff:192.0.2.1', '192.0.2.1'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
  ['2001:DB8::1', '2001:db8:0:0::/64'],
  ['2001:db8:1:2::1', '2001:db8:1:2::/64'],
  ['fe80::1', 'fe80:0:0:0::/64'],
  ['::1', '0:0:0:0::/64'],
  ['unknown', 'unknown'],
])('%s counts as %s', (address, network) => {
  expect(networkOf(address)).toBe(network)
})
