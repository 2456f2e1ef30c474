// Two people in two browsers: what one does, the other sees at once, over whichever transport works.
import type { BrowserContext, Locator } from '@playwright/test'
import { cardOf, likeOf, untilLive, writeComment, writePost } from './actions.ts'
import { expect, test } from './fixtures.ts'

const rounds = 20

/** Each way of the network, and the transport that a page ends up with. */
const networks: {
  name: string
  transport: string
  set: (context: BrowserContext) => Promise<unknown>
}[] = [
  { name: 'an open network', transport: 'Event stream (SSE)', set: () => Promise.resolve() },
  {
    name: 'a proxy that holds SSE back',
    transport: 'WebSocket',
    // Nothing comes and nothing fails, as behind a proxy that buffers.
    set: (context) => context.route('**/live/sse?*', () => new Promise(() => undefined)),
  },
  {
    name: 'a network without WebSockets',
    transport: 'Event stream (SSE)',
    set: (context) => context.routeWebSocket('**/live/ws?*', (socket) => socket.close()),
  },
]

for (const { name, transport, set } of networks) {
  test(`over ${name}, likes, comments and posts reach the other screen`, async ({ person }) => {
    const ada = await person('Ada')
    const bob = await person('Bob')
    await set(ada.context)
    await set(bob.context)
    const words = `Under ${name} ${Date.now()}`
    await ada.page.goto('/')
    const path = await writePost(ada.page, words)
    await bob.page.goto('/')
    await Promise.all([untilLive(ada.page), untilLive(bob.page)])
    await bob.page.getByRole('button', { name: 'Connection: Live' }).click()
    await expect(bob.page.getByRole('dialog')).toContainText(transport)
    await bob.page.keyboard.press('Escape')

    const seen = cardOf(bob.page, words)
    await likeOf(cardOf(ada.page, words)).click()
    await expect(likeOf(seen)).toContainText('1')
    await likeOf(seen).click()
    await expect(likeOf(cardOf(ada.page, words))).toContainText('2')

    const times: number[] = []
    for (let round = 0; round < rounds; round += 1) {
      times.push(await clickToScreen(likeOf(cardOf(ada.page, words)), seen))
    }
    times.sort((a, b) => a - b)
    const median = times[rounds / 2] ?? Number.NaN
    console.log(
      `click to the other screen, ${transport}: median ${median.toFixed(0)} ms, most ${times.at(-1)?.toFixed(0)} ms`,
    )

    const more = `And more ${words}`
    await writePost(ada.page, more)
    await expect(bob.page.getByRole('button', { name: /new post/ })).toBeVisible()
    await expect(cardOf(bob.page, more)).toHaveCount(0)
    await bob.page.getByRole('button', { name: /new post/ }).click()
    await expect(cardOf(bob.page, more)).toBeVisible()

    await ada.page.goto(path)
    await bob.page.goto(path)
    await Promise.all([untilLive(ada.page), untilLive(bob.page)])
    await writeComment(ada.page, 'Did you see this?')
    await expect(bob.page.getByRole('article', { name: 'Comment by Ada' })).toContainText(
      'Did you see this?',
    )
  })
}

/** Milliseconds from a press of the button to the moment when the other page has changed. */
async function clickToScreen(button: Locator, seen: Locator): Promise<number> {
  const changed = seen.evaluate(
    (card) =>
      new Promise<number>((resolve) => {
        const observer = new MutationObserver(() => {
          observer.disconnect()
          requestAnimationFrame(() => resolve(performance.timeOrigin + performance.now()))
        })
        observer.observe(card, { subtree: true, childList: true, characterData: true })
        document.documentElement.dataset['watching'] = 'yes'
      }),
  )
  await expect(seen.page().locator('html')).toHaveAttribute('data-watching', 'yes')
  const pressed = await button.evaluate((element: HTMLElement) => {
    element.click()
    return performance.timeOrigin + performance.now()
  })
  const arrived = await changed
  await seen.page().evaluate(() => delete document.documentElement.dataset['watching'])
  return arrived - pressed
}

test('nothing that is being read moves when something new comes', async ({ person }) => {
  const ada = await person('Ada')
  const bob = await person('Bob')
  await ada.page.goto('/')
  for (let index = 0; index < 6; index += 1)
    await writePost(ada.page, `Line ${index} of ${ada.username}`)
  await bob.page.goto('/')
  await untilLive(bob.page)
  const read = cardOf(bob.page, `Line 3 of ${ada.username}`)
  const before = await read.boundingBox()
  await writePost(ada.page, `Fresh from ${ada.username}`)
  await likeOf(cardOf(ada.page, `Line 3 of ${ada.username}`)).click()
  await expect(bob.page.getByRole('button', { name: /new post/ })).toBeVisible()
  await expect(likeOf(read)).toContainText('1')
  expect(await read.boundingBox()).toEqual(before)
})

test('what is deleted is gone from every screen', async ({ person }) => {
  const ada = await person('Ada')
  const bob = await person('Bob')
  const words = `Said too soon ${Date.now()}`
  await ada.page.goto('/')
  await writePost(ada.page, words)
  await bob.page.goto('/')
  await untilLive(bob.page)
  await expect(cardOf(bob.page, words)).toBeVisible()
  await cardOf(ada.page, words).getByRole('link', { name: 'Delete this post' }).click()
  await ada.page.getByRole('alertdialog').getByRole('button', { name: 'Delete' }).click()
  await expect(cardOf(ada.page, words)).toHaveCount(0)
  await expect(cardOf(bob.page, words)).toHaveCount(0)
})

test.describe('without a network', () => {
  test.use({ expectedErrors: ['ERR_INTERNET_DISCONNECTED'] })

  test('offline, what was typed and sent is kept, and is sent once on return', async ({
    person,
  }) => {
    const ada = await person('Ada')
    const bob = await person('Bob')
    const words = `From the tunnel ${Date.now()}`
    await ada.page.goto('/')
    await bob.page.goto('/')
    await Promise.all([untilLive(ada.page), untilLive(bob.page)])
    await ada.context.setOffline(true)
    await expect(ada.page.getByRole('button', { name: 'Connection: Offline' })).toBeVisible()
    await ada.page.getByRole('textbox', { name: 'Your post' }).fill(words)
    await ada.page.getByRole('button', { name: 'Post', exact: true }).click()
    await expect(ada.page.getByText(words)).toBeVisible()
    await ada.context.setOffline(false)
    await untilLive(ada.page)
    await bob.page.getByRole('button', { name: /new post/ }).click()
    await expect(cardOf(bob.page, words)).toHaveCount(1)
    await bob.page.reload()
    await expect(cardOf(bob.page, words)).toHaveCount(1)
  })
})

test.describe('behind a firewall', () => {
  test.use({ expectedErrors: ['ERR_FAILED'] })

  test('where streams are cut off at once, the page takes a WebSocket', async ({ person }) => {
    const ada = await person('Ada')
    await ada.context.route('**/live/sse?*', (route) => route.abort())
    await ada.page.goto('/')
    await untilLive(ada.page)
    await ada.page.getByRole('button', { name: 'Connection: Live' }).click()
    await expect(ada.page.getByRole('dialog')).toContainText('WebSocket')
  })
})
