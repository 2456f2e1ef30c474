// Behind a network that holds streams back: what gets stuck is found out once, and a page says how late it may be.
import type { BrowserContext, Page } from '@playwright/test'
import { untilLive } from './actions.ts'
import { FaultProxy } from './fault-proxy.ts'
import { expect, test } from './fixtures.ts'

test.use({ expectedErrors: ['ERR_', 'WebSocket'] })

/** Which streams are tried from now on. */
function watchTries(context: BrowserContext): string[] {
  const tries: string[] = []
  context.on('request', (request) => {
    const [, name] = /\/live\/(sse|ws|poll)\?/.exec(request.url()) ?? []
    if (name !== undefined) tries.push(name)
  })
  context.on('page', (page) => page.on('websocket', () => tries.push('ws')))
  return tries
}

async function loads(page: Page, address: string): Promise<number> {
  const began = Date.now()
  await page.goto(address)
  await untilLive(page)
  return Date.now() - began
}

test('what gets stuck is remembered over loads and tabs, and a better way is taken again', async ({
  person,
  baseURL,
}) => {
  const proxy = await FaultProxy.start(baseURL ?? '', {
    buffersStreams: 'all',
    stripsUpgrade: true,
  })
  try {
    const { page, context } = await person('Bob')
    const open = await loads(page, baseURL ?? '')
    const first = await loads(page, proxy.origin)
    const late = page.getByRole('button', { name: /^Connection: Live, up to \d+ s late$/ })
    await expect(late).toBeVisible()
    const tries = watchTries(context)
    const again = await loads(page, proxy.origin)
    await expect(late).toBeVisible()
    const second = await context.newPage()
    const tab = await loads(second, `${proxy.origin}/rooms`)
    await page.close()
    await expect.poll(() => second.evaluate(holdsTheLead)).toBe(true)
    await untilLive(second)
    console.log(`live after ${open} ms; held back ${first}, again ${again}, another tab ${tab} ms`)
    expect(tries).toContain('poll')
    expect(tries).not.toContain('sse')
    expect(tries).not.toContain('ws')

    proxy.faults = {}
    // The browser has found another network.
    await second.evaluate(() => window.dispatchEvent(new Event('online')))
    await expect(second.getByRole('button', { name: /^Connection: Live$/ })).toBeVisible()
    tries.length = 0
    await second.goto(proxy.origin)
    await expect(second.getByRole('button', { name: /^Connection: Live$/ })).toBeVisible()
    expect(tries[0]).toMatch(/sse|ws/)
  } finally {
    await proxy.stop()
  }
})

/** Whether some tab of this browser, and there is but one, holds the connection. */
async function holdsTheLead(): Promise<boolean> {
  const { held = [] } = await navigator.locks.query()
  return held.some(({ name }) => /^hubbub:live:[^:]+$/.test(name ?? ''))
}

test('while nothing gets through the page says when it last heard of the site, and comes back soon', async ({
  person,
  baseURL,
}) => {
  test.setTimeout(90_000)
  const proxy = await FaultProxy.start(baseURL ?? '')
  try {
    const { page } = await person('Bob')
    await loads(page, proxy.origin)
    proxy.refuse(true)
    const silent = page.getByRole('button', { name: /^Connection: .*, last heard of 2\d s ago$/ })
    await expect(silent).toBeVisible({ timeout: 40_000 })
    proxy.refuse(false)
    const began = Date.now()
    await untilLive(page)
    console.log(`live ${Date.now() - began} ms after an outage of twenty seconds`)
    expect(Date.now() - began).toBeLessThan(8_000)
  } finally {
    await proxy.stop()
  }
})

test('behind a network that holds streams back all tabs hear of a sign-out, and of another person', async ({
  person,
  baseURL,
  expectedErrors,
}) => {
  test.setTimeout(90_000)
  // A poll that is under way while somebody signs out is refused, and Chromium logs each refusal.
  expectedErrors.push('401 (Unauthorized)')
  const proxy = await FaultProxy.start(baseURL ?? '', { buffersStreams: 'all' })
  try {
    const { page, context } = await person('Bob')
    const others: Page[] = []
    await loads(page, proxy.origin)
    for (let count = 0; count < 3; count += 1) {
      const other = await context.newPage()
      await loads(other, proxy.origin)
      others.push(other)
    }
    await page.getByRole('button', { name: 'Menu of Bob' }).click()
    await page.getByRole('menuitem', { name: 'Sign out' }).click()
    await Promise.all(
      others.map((other) => expect(other.getByText('You are signed out here.')).toBeVisible()),
    )
  } finally {
    await proxy.stop()
  }
})

test('a tab of one person says so when another one signs in', async ({ person }) => {
  const bob = await person('Bob')
  const ada = await person('Ada')
  await bob.page.goto('/')
  await untilLive(bob.page)
  await bob.context.clearCookies()
  await bob.context.addCookies(await ada.context.cookies())
  const other = await bob.context.newPage()
  await other.goto('/')
  await expect(bob.page.getByText('Somebody else is signed in')).toBeVisible()
})
