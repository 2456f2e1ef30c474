// Writing one text together, in several browsers.
import type { Page } from '@playwright/test'
import { cardOf } from './actions.ts'
import { accept, ask, beginDraft, editor, untilJoined } from './draft-actions.ts'
import { expect, test } from './fixtures.ts'

/** The lines as they are, without the names at the others' cursors. */
async function wordsOf(page: Page): Promise<string> {
  const lines = await page.locator('.cm-line').evaluateAll((elements) =>
    elements.map((element) => {
      const line = element.cloneNode(true) as HTMLElement
      for (const caret of line.querySelectorAll('.cm-ySelectionCaret')) caret.remove()
      return line.textContent
    }),
  )
  return lines.join('\n')
}

test('two people write one text at once, one of them offline for a while, and publish it', async ({
  person,
  expectedErrors,
}) => {
  expectedErrors.push('net::ERR_INTERNET_DISCONNECTED', 'WebSocket connection to')
  const ada = await person('Ada')
  const bob = await person('Bob')
  const address = await beginDraft(ada.page)
  await ask(ada.page, bob.username)
  await untilJoined(ada.page)
  await editor(ada.page).click()
  await ada.page.keyboard.type('# Firing day\n')
  await accept(bob.page, address)
  await untilJoined(bob.page)
  await expect(editor(bob.page)).toContainText('Firing day')
  await expect(ada.page.getByRole('list', { name: 'Writing here' })).toContainText(bob.name)

  await editor(bob.page).click()
  await bob.page.keyboard.press('Control+End')
  await Promise.all([
    ada.page.keyboard.type('Bring gloves. ', { delay: 20 }),
    bob.page.keyboard.type('Bring tongs. ', { delay: 20 }),
  ])
  for (const { page } of [ada, bob]) {
    await expect.poll(() => wordsOf(page)).toMatch(/gloves/)
    await expect.poll(() => wordsOf(page)).toMatch(/tongs/)
  }
  await expect.poll(() => wordsOf(bob.page)).toBe(await wordsOf(ada.page))

  await bob.context.setOffline(true)
  await bob.page.keyboard.press('Control+End')
  await bob.page.keyboard.type('\nWritten in a tunnel.')
  await ada.page.keyboard.press('Control+Home')
  await ada.page.keyboard.type('Plan. ')
  await bob.context.setOffline(false)
  for (const { page } of [ada, bob]) {
    await expect.poll(() => wordsOf(page), { timeout: 30_000 }).toMatch(/^Plan\.[\s\S]*tunnel\.$/)
  }
  const words = await wordsOf(ada.page)
  expect(await wordsOf(bob.page)).toBe(words)

  // One undoes one's own: Ada's last words go, Bob's stay.
  await ada.page.keyboard.press('Control+z')
  await expect.poll(() => wordsOf(bob.page)).not.toContain('Plan.')
  expect(await wordsOf(bob.page)).toContain('tunnel')

  await bob.page.reload()
  await untilJoined(bob.page)
  await expect.poll(() => wordsOf(bob.page)).toBe(await wordsOf(ada.page))

  await ada.page.getByRole('button', { name: 'Publish' }).click()
  await ada.page.waitForURL(/\/posts\//)
  await expect(cardOf(ada.page, 'Written in a tunnel.')).toContainText(`with ${bob.name}`)
})

test('a version is kept, compared and gone back to, on every screen', async ({ person }) => {
  const ada = await person('Ada')
  const bob = await person('Bob')
  const address = await beginDraft(ada.page)
  await ask(ada.page, bob.username)
  await untilJoined(ada.page)
  await editor(ada.page).click()
  await ada.page.keyboard.type('The first words')
  await expect(editor(ada.page)).toContainText('The first words')
  await accept(bob.page, address)
  await untilJoined(bob.page)
  await ada.page.getByRole('button', { name: 'Keep this version' }).click()
  await expect(ada.page.getByText('Kept', { exact: true })).toBeVisible()
  await editor(ada.page).click()
  await ada.page.keyboard.press('Control+a')
  await ada.page.keyboard.type('Something else')
  await expect(editor(bob.page)).toContainText('Something else')
  await ada.page.getByRole('link', { name: 'Versions' }).click()
  await ada.page.getByRole('link', { name: new RegExp(`kept by ${ada.name}`) }).click()
  await expect(ada.page.getByRole('deletion')).toContainText('The first words')
  await expect(ada.page.getByRole('insertion')).toContainText('Something else')
  await ada.page.getByRole('button', { name: 'Go back to it' }).click()
  await expect(editor(bob.page)).toContainText('The first words')
  await expect(editor(bob.page)).not.toContainText('Something else')
})

test('by a link anybody reads along, also where no WebSocket gets through, until it is ended', async ({
  person,
  stranger,
  expectedErrors,
}) => {
  expectedErrors.push('WebSocket', '404')
  const ada = await person('Ada')
  const address = await beginDraft(ada.page)
  await ada.page.getByRole('button', { name: 'Make a link to read' }).click()
  const link = await ada.page
    .getByRole('textbox', { name: 'Link for whoever may read' })
    .inputValue()
  const guest = await stranger()
  await guest.goto(link)
  await untilJoined(guest)
  const behind = await stranger()
  await behind.context().routeWebSocket('**/live/**', (socket) => socket.close())
  await behind.goto(link)
  await untilJoined(ada.page)
  await editor(ada.page).click()
  await ada.page.keyboard.type('Read along')
  await expect(editor(guest)).toContainText('Read along')
  await expect(editor(guest)).toHaveAttribute('contenteditable', 'false')
  await expect(behind.getByText('No WebSocket gets through here')).toBeVisible({ timeout: 15_000 })
  await expect(behind.getByText('Read along', { exact: true })).toBeVisible()

  await ada.page.getByRole('button', { name: 'End the link to read' }).click()
  await expect(guest.getByText('You may not open this draft any more.')).toBeVisible()
  await guest.goto(link)
  await expect(guest).toHaveURL(/sign-in/)
  const other = await person('Cleo')
  await other.page.goto(address)
  await expect(other.page.getByText('There is nothing here')).toBeVisible()
})

test('a full draft says so, leaves what is written to its page, and keeps it once there is room', async ({
  person,
}) => {
  const ada = await person('Ada')
  const address = await beginDraft(ada.page)
  await editor(ada.page).click()
  await ada.page.keyboard.insertText(`${'Many words. '.repeat(16_666)}12345678`)
  await expect(ada.page.getByText('This draft is full')).toHaveCount(0)
  await ada.page.keyboard.type(' And more')
  const said = ada.page.getByText('This draft is full: 200,000 characters at most.')
  await expect(said).toBeVisible()
  await expect(editor(ada.page)).toContainText('And more')
  await ada.page.keyboard.insertText('x'.repeat(210_000))
  await expect(ada.page.getByText('That is too much for a draft and was not put in')).toBeVisible()
  await ada.page.keyboard.press('Control+Shift+Home')
  await ada.page.keyboard.type('Little again')
  await expect(ada.page.getByText(/is full|too much/)).toHaveCount(0)
  await untilJoined(ada.page)
  await ada.page.goto(address)
  await untilJoined(ada.page)
  await expect.poll(() => wordsOf(ada.page)).toBe('Little again')
})

/** As from the clipboard, in place of all that is there. */
async function paste(page: Page, text: string): Promise<void> {
  await editor(page).click()
  await page.keyboard.press('Control+a')
  await editor(page).evaluate((element, words) => {
    const clipboardData = new DataTransfer()
    clipboardData.setData('text/plain', words)
    element.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true }))
  }, text)
}

test('versions of which every line differs are shown beside each other', async ({ person }) => {
  const ada = await person('Ada')
  const address = await beginDraft(ada.page)
  const lines = (word: string) =>
    Array.from({ length: 6000 }, (_, index) => `${word} ${index}`).join('\n')
  await paste(ada.page, lines('before'))
  await ada.page.getByRole('button', { name: 'Keep this version' }).click()
  await expect(ada.page.getByText('Kept', { exact: true })).toBeVisible()
  await paste(ada.page, lines('after'))
  await expect
    .poll(async () => {
      const answer = await ada.page.request.get(`/api${address}`)
      return ((await answer.json()) as { text: string }).text.length
    })
    .toBe(lines('after').length)
  await ada.page.goto(`${address}/versions`)
  await ada.page
    .getByRole('link', { name: /kept by Ada/ })
    .first()
    .click()
  await expect(ada.page.getByText('Too much is different to be compared')).toBeVisible()
  const sections = ada.page.getByRole('region')
  await expect(sections.filter({ hasText: 'As it was then' })).toContainText('before 5999')
  await expect(sections.filter({ hasText: 'From then to now' })).toContainText('after 5999')
})
