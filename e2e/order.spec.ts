// What one does counts in the order in which it was done, whichever way it goes to the server.
import { bringIn, untilLive } from './actions.ts'
import { beginRoom } from './composers.ts'
import { expect, test } from './fixtures.ts'

test('what is said before leaving a room is said, however slow its way is', async ({
  person,
  expectedErrors,
}) => {
  expectedErrors.push('net::ERR_FAILED')
  const ada = await person('Ada')
  const bob = await person('Bob')
  await beginRoom(bob.page, /By invitation/)
  await bringIn(bob.page, ada)

  // Messages go over the WebSocket, slowly; the form goes by a request of its own, at once.
  await ada.context.route('**/live/sse**', (route) => route.abort())
  let isSlow = false
  await ada.context.routeWebSocket('**/live/ws**', (socket) => {
    const server = socket.connectToServer()
    socket.onMessage((message) => {
      if (isSlow) setTimeout(() => server.send(message), 2_000)
      else server.send(message)
    })
  })
  await ada.page.goto(bob.page.url())
  await untilLive(ada.page)
  isSlow = true
  await ada.page.getByRole('textbox', { name: /^Message to/ }).fill('So long, and thanks')
  await ada.page.keyboard.press('Enter')
  await ada.page.getByRole('button', { name: /people in this room/ }).click()
  await ada.page.getByRole('button', { name: 'Leave this room' }).click()
  await ada.page.waitForURL('**/rooms')
  await expect(
    bob.page.getByRole('article', { name: /^Message by/ }).filter({ hasText: 'So long' }),
  ).toBeVisible()
  await expect(bob.page.getByRole('button', { name: '1 person in this room' })).toBeVisible()
})
