// Talking in rooms, with several browsers.
import type { Locator, Page } from '@playwright/test'
import { bringIn, untilLive } from './actions.ts'
import { expect, test } from './fixtures.ts'
import type { Visitor } from './fixtures.ts'

async function beginRoom(page: Page, name: string): Promise<string> {
  await page.goto('/rooms')
  await page.getByRole('textbox', { name: 'Name' }).fill(name)
  await page.getByRole('radio', { name: 'By invitation' }).check()
  await page.getByRole('button', { name: 'Begin the room' }).click()
  await expect(page.getByRole('heading', { name })).toBeVisible()
  await untilLive(page)
  return new URL(page.url()).pathname
}

async function say(page: Page, words: string): Promise<void> {
  const field = page.getByRole('textbox', { name: /^Message to/ })
  await field.fill(words)
  await field.press('Enter')
}

function messageOf(page: Page, words: string): Locator {
  return page.getByRole('article', { name: /^Message by/ }).filter({ hasText: words })
}

async function saidIn(page: Page): Promise<string[]> {
  return page.locator('[role=log] article .prose-plain').allInnerTexts()
}

test('three people talk in a room, one of them offline for a while: all have the same', async ({
  person,
  expectedErrors,
}) => {
  expectedErrors.push('net::ERR_INTERNET_DISCONNECTED')
  const ada = await person('Ada')
  const bob = await person('Bob')
  const cleo = await person('Cleo')
  const room = await beginRoom(ada.page, `Kiln ${Date.now()}`)
  for (const guest of [bob, cleo]) await bringIn(ada.page, guest)
  for (const { page } of [bob, cleo]) {
    await page.goto(room)
    await untilLive(page)
  }
  await say(ada.page, 'Who has the key?')
  await say(bob.page, 'Not me')
  for (const { page } of [ada, bob, cleo]) await expect(messageOf(page, 'Not me')).toBeVisible()

  await cleo.context.setOffline(true)
  await say(cleo.page, 'I do, from afar')
  await expect(cleo.page.getByText('Kept here.')).toBeVisible()
  for (let count = 1; count <= 5; count += 1) {
    await say(ada.page, `Ada says ${count}`)
    await say(bob.page, `Bob says ${count}`)
  }
  await expect(messageOf(ada.page, 'Bob says 5')).toBeVisible()
  await cleo.context.setOffline(false)
  for (const { page } of [ada, bob, cleo]) {
    await expect(messageOf(page, 'I do, from afar')).toBeVisible()
    await expect(page.locator('[role=log] article')).toHaveCount(13)
    await expect(page.getByText('Kept here.')).toBeHidden()
  }
  const said = await saidIn(ada.page)
  for (const { page } of [bob, cleo]) await expect.poll(() => saidIn(page)).toEqual(said)
  for (const { page } of [ada, bob, cleo]) {
    await page.reload()
    expect(await saidIn(page)).toEqual(said)
  }
})

test('what waits is counted on every page, and read in all tabs at once', async ({ person }) => {
  const ada = await person('Ada')
  const bob = await person('Bob')
  const room = await beginRoom(ada.page, `Shed ${Date.now()}`)
  await bob.page.goto('/')
  await untilLive(bob.page)
  await bringIn(ada.page, bob)
  await say(ada.page, 'One for you')
  await say(ada.page, 'And another')
  const waiting = bob.page.getByRole('link', { name: 'Rooms, 2 unread' })
  await expect(waiting).toBeVisible()
  const second = await bob.context.newPage()
  await second.goto('/')
  await expect(second.getByRole('link', { name: 'Rooms, 2 unread' })).toBeVisible()
  await bob.page.goto(room)
  await expect(bob.page.getByRole('separator', { name: 'New messages' })).toBeVisible()
  await expect(bob.page.getByRole('link', { name: 'Rooms', exact: true })).toBeVisible()
  await expect(second.getByRole('link', { name: 'Rooms', exact: true })).toBeVisible()
})

test('a message is answered, reacted to, changed and deleted on every screen', async ({
  person,
}) => {
  const ada = await person('Ada')
  const bob = await person('Bob')
  const room = await beginRoom(ada.page, `Words ${Date.now()}`)
  await bringIn(ada.page, bob)
  await bob.page.goto(room)
  await untilLive(bob.page)
  await say(ada.page, 'Teh plan')
  const seen = messageOf(bob.page, 'Teh plan')
  await seen.getByRole('button', { name: 'More about' }).click()
  await bob.page.getByRole('button', { name: 'React with 🎉' }).click()
  await expect(messageOf(ada.page, 'Teh plan').getByRole('button', { name: '🎉, 1' })).toBeVisible()
  await seen.getByRole('button', { name: 'More about' }).click()
  await bob.page.getByRole('button', { name: 'Answer' }).click()
  await say(bob.page, 'Which one?')
  await expect(messageOf(ada.page, 'Which one?')).toContainText('Teh plan')

  const own = messageOf(ada.page, 'Teh plan').first()
  await own.getByRole('button', { name: 'More about' }).click()
  await ada.page.getByRole('button', { name: 'Change' }).click()
  await ada.page.getByRole('textbox', { name: 'Change your message' }).fill('The plan')
  await ada.page.getByRole('button', { name: 'Save' }).click()
  await expect(messageOf(bob.page, 'Which one?')).toContainText('The plan')
  await messageOf(ada.page, 'The plan').first().getByRole('button', { name: 'More about' }).click()
  await ada.page.getByRole('button', { name: 'Delete for everybody' }).click()
  await expect(bob.page.getByText('The plan')).toHaveCount(0)
  await expect(messageOf(bob.page, 'Which one?')).toBeVisible()
})

test('who is removed is told so at once, and the room is closed to them', async ({
  person,
  expectedErrors,
}) => {
  expectedErrors.push('404')
  const ada = await person('Ada')
  const bob = await person('Bob')
  const room = await beginRoom(ada.page, `Door ${Date.now()}`)
  await bringIn(ada.page, bob)
  await bob.page.goto(room)
  await untilLive(bob.page)
  await ada.page.getByRole('button', { name: /(person|people) in this room/ }).click()
  await ada.page.getByRole('button', { name: `Remove ${bob.name}` }).click()
  await expect(bob.page.getByText('You are no longer in this room')).toBeVisible()
  await bob.page.goto(room)
  await expect(bob.page.getByText('There is nothing here')).toBeVisible()
})

test('earlier messages come as one scrolls up, and what is read stays in its place', async ({
  person,
}) => {
  const ada = await person('Ada')
  const bob = await person('Bob')
  const room = await beginRoom(ada.page, `Long ${Date.now()}`)
  const roomId = room.replace('/rooms/', '')
  await bringIn(ada.page, bob)
  const origin = new URL(ada.page.url()).origin
  for (let count = 1; count <= 35; count += 1) {
    for (const { context } of [ada, bob]) {
      const response = await context.request.post('/live/commands', {
        headers: { origin },
        data: { type: 'message', ref: `${count}`, roomId, body: `Line ${count}\nand more` },
      })
      expect(response.ok()).toBe(true)
    }
  }
  await bob.page.goto(room)
  await untilLive(bob.page)
  const log = bob.page.getByRole('log')
  await expect(messageOf(bob.page, 'Line 35').last()).toBeInViewport()
  await expect(messageOf(bob.page, 'Line 1 and')).toHaveCount(0)
  await expect(bob.page.getByRole('link', { name: 'Rooms', exact: true })).toBeVisible()
  await log.evaluate((element) => element.scrollTo({ top: -element.scrollHeight }))
  await expect(bob.page.locator('[role=log] article')).toHaveCount(70)
  const first = messageOf(bob.page, 'Line 12 and').first()
  await first.evaluate((element) => element.scrollIntoView())
  const place = async (): Promise<number> => (await first.boundingBox())?.y ?? Number.NaN
  const before = await place()
  await say(ada.page, 'Something new')
  await expect(bob.page.getByRole('button', { name: 'To the newest message' })).toHaveText('1 new')
  expect(Math.abs((await place()) - before)).toBeLessThan(2)
  await bob.page.getByRole('button', { name: 'To the newest message' }).click()
  await expect(messageOf(bob.page, 'Something new')).toBeInViewport()

  await bob.page.getByRole('button', { name: 'Search in this room' }).click()
  await bob.page.getByRole('searchbox').fill('line 35')
  await bob.page.getByRole('button', { name: 'Find' }).click()
  await expect(bob.page.getByRole('search').locator('..').getByRole('listitem')).toHaveCount(2)
})

/** As a script of this person would; the result. */
async function command<T>({ context }: Visitor, given: object): Promise<T> {
  const response = await context.request.post('/live/commands', {
    headers: { origin: process.env['E2E_ORIGIN'] ?? '' },
    data: { ref: `${Math.random()}`, ...given },
  })
  expect(response.ok()).toBe(true)
  return ((await response.json()) as { result: T }).result
}

test('what is deleted waits no longer, in any tab, and a direct room is called by whoever is left', async ({
  person,
}) => {
  const ada = await person('Ada')
  const bob = await person('Bob')
  const { own } = await command<{ own: { room: { id: string } } }>(ada, {
    type: 'openDirect',
    handles: [bob.username],
  })
  const roomId = own.room.id
  await bob.page.goto('/rooms')
  await untilLive(bob.page)
  const second = await bob.context.newPage()
  await second.goto('/')
  const said: string[] = []
  for (const body of ['One', 'Two']) {
    const { message } = await command<{ message: { id: string } }>(ada, {
      type: 'message',
      roomId,
      body,
    })
    said.push(message.id)
  }
  for (const page of [bob.page, second])
    await expect(page.getByRole('link', { name: 'Rooms, 2 unread' })).toBeVisible()
  await command(ada, { type: 'deleteMessage', messageId: said[0] })
  for (const page of [bob.page, second])
    await expect(page.getByRole('link', { name: 'Rooms, 1 unread' })).toBeVisible()
  await second.reload()
  await untilLive(second)
  await command(ada, { type: 'deleteMessage', messageId: said[1] })
  for (const page of [bob.page, second])
    await expect(page.getByRole('link', { name: 'Rooms', exact: true })).toBeVisible()
  const room = bob.page.locator(`a[href="/rooms/${roomId}"]`)
  await expect(room).toContainText(ada.name)
  await command(ada, { type: 'editProfile', name: 'Ada the Elder', bio: '' })
  await expect(room).toContainText('Ada the Elder')
  await command(ada, { type: 'leaveRoom', roomId })
  await expect(room).toContainText('Somebody who left')
  await bob.page.reload()
  await expect(room).toContainText('Somebody who left')
})

test('a newcomer reads along in a public room, live, and joins it to speak', async ({ person }) => {
  const ada = await person('Ada')
  const eve = await person('Eve')
  await eve.page.goto('/rooms')
  await untilLive(eve.page)
  const name = `Open ${Date.now()}`
  const { own } = await command<{ own: { room: { id: string } } }>(ada, {
    type: 'createRoom',
    kind: 'public',
    name,
  })
  const roomId = own.room.id
  await command(ada, { type: 'message', roomId, body: 'Come in' })
  // It was made while the list was open.
  await eve.page.getByRole('link', { name, exact: true }).click()
  await expect(messageOf(eve.page, 'Come in')).toBeVisible()
  await untilLive(eve.page)
  await expect(eve.page.getByRole('textbox', { name: /^Message to/ })).toHaveCount(0)
  await command(ada, { type: 'message', roomId, body: '私の家は上海の東です。' })
  await expect(messageOf(eve.page, '上海')).toBeVisible()
  await eve.page.getByRole('button', { name: 'Search in this room' }).click()
  await eve.page.getByRole('searchbox').fill('上海')
  await eve.page.getByRole('button', { name: 'Find' }).click()
  await expect(
    eve.page.getByRole('search').locator('..').getByRole('listitem').filter({ hasText: '私の家' }),
  ).toBeVisible()
  await command(ada, { type: 'editProfile', name: 'Ada the Host', bio: '' })
  await expect(
    eve.page.getByRole('article', { name: 'Message by Ada the Host' }).first(),
  ).toBeVisible()
  await eve.page.getByRole('button', { name: `Join ${name}` }).click()
  await say(eve.page, 'Hello from the door')
  await ada.page.goto(`/rooms/${roomId}`)
  await expect(messageOf(ada.page, 'Hello from the door')).toBeVisible()
  // Whoever is removed goes on reading.
  await untilLive(eve.page)
  await command(ada, { type: 'removeMember', roomId, userId: await idOf(eve) })
  await expect(eve.page.getByRole('button', { name: `Join ${name}` })).toBeVisible()
  await command(ada, { type: 'message', roomId, body: 'Still to be read' })
  await expect(messageOf(eve.page, 'Still to be read')).toBeVisible()
})

async function idOf({ context }: Visitor): Promise<string> {
  const response = await context.request.get('/api/auth/get-session')
  return ((await response.json()) as { user: { id: string } }).user.id
}
