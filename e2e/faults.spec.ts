// Behind networks that delay, cut, swallow, hold back and forget, a page ends up live by itself, and then misses
// nothing and doubles nothing.
import type { Page } from '@playwright/test'
import { testSeed } from '../scripts/seed.ts'
import { cardOf, likeOf, untilLive, writePost } from './actions.ts'
import { FaultProxy } from './fault-proxy.ts'
import type { Faults } from './fault-proxy.ts'
import { expect, test } from './fixtures.ts'

const seed = testSeed()

/** Numbers from 0 to 1, the same for the same seed (mulberry32). */
function randomFrom(start: number): () => number {
  let state = start
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

const random = randomFrom(seed)

const networks: { name: string; faults: Faults; transport: RegExp }[] = [
  { name: 'with 300 ms of delay each way', faults: { delayMs: 300 }, transport: /SSE/ },
  {
    name: 'that holds event streams back',
    faults: { buffersStreams: 'all' },
    transport: /WebSocket/,
  },
  {
    name: 'that holds back what is asked for by GET',
    faults: { buffersStreams: 'get' },
    transport: /SSE/,
  },
  { name: 'that lets no upgrade through', faults: { stripsUpgrade: true }, transport: /SSE/ },
  {
    name: 'that holds event streams back and lets no upgrade through',
    faults: { buffersStreams: 'all', stripsUpgrade: true },
    transport: /long poll/,
  },
  {
    name: 'that cuts streams in the midst of a frame',
    faults: { cutAfter: () => 900 + Math.floor(random() * 3000) },
    transport: /./,
  },
]

test.use({ expectedErrors: ['ERR_', 'WebSocket'] })

for (const { name, faults, transport } of networks) {
  test(`a network ${name}`, async ({ person, baseURL }) => {
    const proxy = await FaultProxy.start(baseURL ?? '', faults)
    try {
      const ada = await person('Ada')
      const bob = await person('Bob')
      const words = `Behind a network ${name} ${Date.now()}`
      await ada.page.goto('/')
      await writePost(ada.page, words)
      const began = Date.now()
      await bob.page.goto(proxy.origin)
      await untilLive(bob.page)
      console.log(`a network ${name}: live after ${Date.now() - began} ms (seed ${seed})`)
      await followsChanges(ada.page, bob.page, words)
      await bob.page.getByRole('button', { name: /^Connection/ }).click()
      await expect(bob.page.getByRole('dialog')).toContainText(transport)
      if (faults.cutAfter) expect(proxy.ended).toBeGreaterThan(0)
    } finally {
      await proxy.stop()
    }
  })
}

test('a network that swallows everything for a while', async ({ person, baseURL }) => {
  test.setTimeout(300_000)
  const proxy = await FaultProxy.start(baseURL ?? '')
  try {
    const ada = await person('Ada')
    const bob = await person('Bob')
    const words = `Swallowed ${Date.now()}`
    await ada.page.goto('/')
    await writePost(ada.page, words)
    await bob.page.goto(proxy.origin)
    await untilLive(bob.page)
    proxy.faults = { blackHole: true }
    await likeOf(cardOf(ada.page, words)).click()
    await expect(likeOf(cardOf(ada.page, words))).toContainText('1')
    const began = Date.now()
    await expect(bob.page.getByRole('button', { name: 'Connection: Reconnecting' })).toBeVisible({
      timeout: 60_000,
    })
    console.log(`silence was noticed after ${Date.now() - began} ms`)
    const healed = Date.now()
    proxy.faults = {}
    await expect(likeOf(cardOf(bob.page, words))).toContainText('1', { timeout: 40_000 })
    console.log(`live again after ${Date.now() - healed} ms`)
    await followsChanges(ada.page, bob.page, words)
  } finally {
    await proxy.stop()
  }
})

test('a network that closes what is idle for 20 s', async ({ person, baseURL }) => {
  test.setTimeout(300_000)
  const proxy = await FaultProxy.start(baseURL ?? '', { idleMs: 20_000 })
  try {
    const ada = await person('Ada')
    const bob = await person('Bob')
    const words = `Idle ${Date.now()}`
    await ada.page.goto('/')
    await writePost(ada.page, words)
    await bob.page.goto(`${proxy.origin}/@${ada.username}`)
    await untilLive(bob.page)
    const stream = bob.page.waitForEvent('requestfailed', {
      predicate: (request) => request.url().includes('/live/sse'),
      timeout: 25_000,
    })
    // Heartbeats keep it open.
    await expect(stream).rejects.toThrow('Timeout')
    await followsChanges(ada.page, bob.page, words)
  } finally {
    await proxy.stop()
  }
})

/** Many changes by one are seen by the other: in the end the counts are right, and each post is there once. */
async function followsChanges(ada: Page, bob: Page, words: string): Promise<void> {
  const seen = cardOf(bob, words)
  const own = likeOf(cardOf(ada, words))
  const liked = (await own.getAttribute('aria-pressed')) === 'true'
  for (let round = 0; round < 7; round += 1) {
    await own.click()
    await expect(own).toHaveAttribute('aria-pressed', String(liked === (round % 2 === 1)))
  }
  const count = liked ? /^\D*$/ : '1'
  await expect(likeOf(seen)).toContainText(count, { timeout: 30_000 })
  const more = `More: ${words} ${Math.floor(random() * 1e9)}`
  await writePost(ada, more)
  await expect(async () => {
    const waiting = bob.getByRole('button', { name: /new post/ })
    if (await waiting.isVisible()) await waiting.click()
    await expect(cardOf(bob, more)).toHaveCount(1, { timeout: 1000 })
  }).toPass({ timeout: 30_000 })
}
