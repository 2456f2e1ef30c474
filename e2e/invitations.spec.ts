// Being asked into a room: a question that shows on every page, and is answered with yes or no.
import { askIn, untilLive } from './actions.ts'
import { beginRoom } from './composers.ts'
import { expect, test } from './fixtures.ts'

test('the question shows at once wherever one is, a no is seen by those inside, a yes leads in', async ({
  person,
}) => {
  const ada = await person('Ada')
  const bob = await person('Bob')
  const room = await beginRoom(ada.page, /By invitation/)
  await bob.page.goto('/')
  await untilLive(bob.page)
  await askIn(ada.page, bob.username)
  await bob.page.getByRole('link', { name: 'Rooms, 1 invitation' }).click()
  const question = bob.page.getByRole('list', { name: 'Invitations' }).getByRole('listitem')
  await expect(question).toContainText('Ada asks you to join this room')
  await ada.page.getByRole('button', { name: '1 person in this room' }).click()
  const asked = ada.page.getByRole('list', { name: 'Asked in' }).getByRole('listitem')
  await expect(asked).toContainText('Bob')
  await question.getByRole('button', { name: /No, thanks/ }).click()
  await expect(question).toHaveCount(0)
  await expect(bob.page.getByRole('link', { name: 'Rooms', exact: true })).toBeVisible()
  await expect(asked).toHaveCount(0)
  await ada.page.keyboard.press('Escape')

  await askIn(ada.page, bob.username)
  await expect(bob.page.getByRole('button', { name: '1 new invitation' })).toBeVisible()
  await bob.page.goto(room)
  await expect(bob.page.getByText('Ada asks you to join this room')).toBeVisible()
  await bob.page.getByRole('button', { name: /^Join/ }).click()
  await expect(bob.page.getByRole('textbox', { name: /^Message to/ })).toBeVisible()
  await expect(ada.page.getByText('Bob joined')).toBeVisible()
  await expect(bob.page.getByRole('link', { name: 'Rooms', exact: true })).toBeVisible()
})

test('the question is taken back', async ({ person }) => {
  const ada = await person('Ada')
  const bob = await person('Bob')
  await beginRoom(ada.page, /By invitation/)
  await bob.page.goto('/rooms')
  await untilLive(bob.page)
  await askIn(ada.page, bob.username)
  await bob.page.getByRole('button', { name: '1 new invitation' }).click()
  const question = bob.page.getByRole('list', { name: 'Invitations' }).getByRole('listitem')
  await expect(question).toBeVisible()
  await ada.page.getByRole('button', { name: '1 person in this room' }).click()
  await ada.page.getByRole('button', { name: 'No longer ask Bob' }).click()
  await expect(question).toHaveCount(0)
})

test('without scripts it is read and answered too', async ({ person, browser, baseURL }) => {
  const ada = await person('Ada')
  const bob = await person('Bob')
  await beginRoom(ada.page, /By invitation/)
  await askIn(ada.page, bob.username)
  const context = await browser.newContext({
    ...(baseURL !== undefined && { baseURL }),
    javaScriptEnabled: false,
    storageState: await bob.context.storageState(),
  })
  const page = await context.newPage()
  await page.goto('/rooms')
  await expect(page.getByText('Ada asks you to join this room')).toBeVisible()
  await page
    .getByRole('list', { name: 'Invitations' })
    .getByRole('button', { name: /^Join/ })
    .click()
  await page.waitForURL(/\/rooms\/./)
  await expect(page.getByRole('textbox', { name: /^Message to/ })).toBeVisible()
  await expect(ada.page.getByText('Bob joined')).toBeVisible()
  await context.close()
})
