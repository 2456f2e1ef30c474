// Where neither streams nor WebSockets pass, plain requests carry the same events.
import { cardOf, likeOf, untilLive, writePost } from './actions.ts'
import { expect, test } from './fixtures.ts'

test.describe('behind a proxy that passes plain requests only', () => {
  test.use({ expectedErrors: ['ERR_FAILED', 'WebSocket'] })

  for (const [words, blocksLong] of [
    ['Waiting requests', false],
    ['Asking every few seconds', true],
  ] as const) {
    test(`the page becomes live by itself: ${words}`, async ({ person }) => {
      const ada = await person('Ada')
      const bob = await person('Bob')
      await bob.context.route('**/live/sse?*', (route) => route.abort())
      await bob.context.routeWebSocket('**/live/ws?*', (socket) => socket.close())
      if (blocksLong) await bob.context.route(/live\/poll.*wait=25/, (route) => route.abort())
      const post = `By plain requests ${Date.now()}`
      await ada.page.goto('/')
      await writePost(ada.page, post)
      const began = Date.now()
      await bob.page.goto('/')
      await untilLive(bob.page)
      console.log(`live over "${words}" after ${Date.now() - began} ms`)
      await likeOf(cardOf(ada.page, post)).click()
      await expect(likeOf(cardOf(bob.page, post))).toContainText('1')
      await bob.page.getByRole('button', { name: /^Connection/ }).click()
      await expect(bob.page.getByRole('dialog')).toContainText(words)
    })
  }
})
