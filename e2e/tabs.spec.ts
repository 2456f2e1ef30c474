// The tabs of one browser share one connection, and the next one takes over when the one that holds it goes.
import type { BrowserContext, Page, Request } from '@playwright/test'
import { cardOf, likeOf, untilLive, writePost } from './actions.ts'
import { expect, test } from './fixtures.ts'

const many = 7

/** The streams that this browser's tabs have open now. The server's own count includes other tests' browsers. */
function watchStreams(context: BrowserContext): Set<Request> {
  const open = new Set<Request>()
  context.on('request', (request) => {
    if (request.url().includes('/live/sse?')) open.add(request)
  })
  context.on('requestfinished', (request) => open.delete(request))
  context.on('requestfailed', (request) => open.delete(request))
  // What a closed tab had open ends with it, and nothing more is said of it.
  context.on('page', (page) => {
    page.on('close', () => {
      for (const request of open) if (request.frame().page() === page) open.delete(request)
    })
  })
  return open
}

/** Opens the feed in tabs one after the other and waits until all of them follow. */
async function openTabs(context: BrowserContext, count: number): Promise<Page[]> {
  const pages: Page[] = []
  for (let index = 0; index < count; index += 1) {
    const page = await context.newPage()
    await page.goto('/')
    pages.push(page)
  }
  await Promise.all(pages.map(untilLive))
  return pages
}

/** Which of the tabs holds the connection. */
async function holder(pages: Page[]): Promise<Page> {
  for (const page of pages) {
    const held = await page.evaluate(() =>
      navigator.locks.request(`probe-${Math.random()}`, async (probe) => {
        const { held: locks = [] } = await navigator.locks.query()
        const own = locks.find(({ name }) => name === probe?.name)?.clientId
        const live = locks.find(({ name }) => /^hubbub:live:[^:]+$/.test(name ?? ''))
        return live !== undefined && live.clientId === own
      }),
    )
    if (held) return page
  }
  throw new Error('No tab holds the connection.')
}

test('seven tabs are live over one connection, and none of them misses anything when one goes', async ({
  person,
}) => {
  const ada = await person('Ada')
  const bob = await person('Bob')
  const words = `For all tabs ${Date.now()}`
  await ada.page.goto('/')
  await writePost(ada.page, words)
  await untilLive(ada.page)
  const streams = watchStreams(bob.context)
  const tabs = await openTabs(bob.context, many)
  expect(streams.size).toBe(1)

  await likeOf(cardOf(ada.page, words)).click()
  await Promise.all(tabs.map((tab) => expect(likeOf(cardOf(tab, words))).toContainText('1')))

  const leader = await holder(tabs)
  const others = tabs.filter((tab) => tab !== leader)
  const closing = leader.close()
  const meanwhile = `Meanwhile ${Date.now()}`
  const began = Date.now()
  await Promise.all([closing, writePost(ada.page, meanwhile)])
  await Promise.all(
    others.map((tab) => expect(tab.getByRole('button', { name: /new post/ })).toBeVisible()),
  )
  console.log(`closed and posted, on all ${others.length} others after ${Date.now() - began} ms`)
  expect(streams.size).toBe(1)
  for (const tab of others) {
    await tab.getByRole('button', { name: /new post/ }).click()
    await expect(cardOf(tab, meanwhile)).toHaveCount(1)
  }
})

test('a tab goes on at once when the one that holds the connection is closed, or goes elsewhere', async ({
  person,
}) => {
  const ada = await person('Ada')
  const bob = await person('Bob')
  const words = `Taken over ${Date.now()}`
  await ada.page.goto('/')
  await writePost(ada.page, words)
  const tabs = await openTabs(bob.context, 3)
  for (const [end, liked] of [
    ['closed', '1'],
    ['elsewhere', /^\D*$/],
  ] as const) {
    const leader = await holder(tabs)
    tabs.splice(tabs.indexOf(leader), 1)
    const began = Date.now()
    await (end === 'closed' ? leader.close() : leader.goto('about:blank'))
    await likeOf(cardOf(ada.page, words)).click()
    const [next] = tabs
    if (next) await expect(likeOf(cardOf(next, words))).toContainText(liked)
    const took = Date.now() - began
    console.log(`taken over after the holder was ${end}: ${took} ms`)
    expect(took).toBeLessThan(5000)
  }
})

test('tabs of different people do not share', async ({ person }) => {
  const ada = await person('Ada')
  const streams = watchStreams(ada.context)
  await ada.page.goto('/')
  await untilLive(ada.page)
  const stranger = await ada.context.newPage()
  await ada.context.clearCookies()
  await stranger.goto('/')
  await untilLive(stranger)
  expect(streams.size).toBe(2)
})
