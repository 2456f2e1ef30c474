// The development server (`npm run dev`): the page is live there too, and a changed source shows without a load.
import { cardOf, likeOf, untilLive, writePost } from './actions.ts'
import { startDevServer } from './dev-server.ts'
import type { DevServer } from './dev-server.ts'
import { expect, test as base } from './fixtures.ts'

const test = base.extend<object, { dev: DevServer }>({
  dev: [
    async ({}, use) => {
      const dev = await startDevServer()
      await use(dev)
      await dev.stop()
    },
    { scope: 'worker', timeout: 240_000 },
  ],
  baseURL: async ({ dev }, use) => use(dev.origin),
})

test('live in development: a like comes, and an edited component shows without a load', async ({
  person,
  dev,
}) => {
  // Every page is built when it is first asked for.
  test.setTimeout(240_000)
  const ada = await person('Ada')
  const bob = await person('Bob')
  const words = `While it is built ${Date.now()}`
  await ada.page.goto('/', { timeout: 180_000 })
  await untilLive(ada.page)
  await writePost(ada.page, words)
  await bob.page.goto('/')
  await untilLive(bob.page)
  await likeOf(cardOf(bob.page, words)).click()
  await expect(likeOf(cardOf(ada.page, words))).toContainText('1')

  const draft = ada.page.getByRole('textbox', { name: 'Your post' })
  await draft.fill('Half a sentence')
  await ada.page.evaluate(() => Object.assign(window, { loadedOnce: true }))
  dev.edit('ui/live/status-word.ts', "live: 'Live'", "live: 'Live as edited'")
  const sign = ada.page.getByRole('button', { name: 'Connection: Live as edited' })
  await expect(sign).toBeVisible({ timeout: 30_000 })
  expect(await ada.page.evaluate(() => 'loadedOnce' in window)).toBe(true)
  await expect(draft).toHaveValue('Half a sentence')
  await likeOf(cardOf(bob.page, words)).click()
  await expect(likeOf(cardOf(ada.page, words))).not.toContainText('1')
})
