// Drafts after they became posts, and the editor's manners: what Tab does, what is taken, what is seen of others.
import type { Page } from '@playwright/test'
import { untilLive } from './actions.ts'
import { accept, ask, beginDraft, editor, untilJoined } from './draft-actions.ts'
import { expect, test } from './fixtures.ts'

function post(page: Page) {
  return page.getByRole('region', { name: 'The post of this draft' })
}

test('all who have a draft open are told that it is published, and the post is updated when one asks', async ({
  person,
  stranger,
}) => {
  const ada = await person('Ada')
  const bob = await person('Bob')
  const address = await beginDraft(ada.page)
  await ask(ada.page, bob.username)
  await ada.page.getByRole('button', { name: 'Make a link to read' }).click()
  const link = await ada.page
    .getByRole('textbox', { name: 'Link for whoever may read' })
    .inputValue()
  await untilJoined(ada.page)
  await editor(ada.page).click()
  await ada.page.keyboard.type('The first words')
  await accept(bob.page, address)
  await untilJoined(bob.page)
  const guest = await stranger()
  await guest.goto(link)
  await untilJoined(guest)
  await expect(editor(guest)).toContainText('The first words')

  const place = await editor(bob.page).boundingBox()
  await ada.page.getByRole('button', { name: 'Publish' }).click()
  await ada.page.waitForURL(/\/posts\//)
  const postAddress = ada.page.url()
  for (const page of [bob.page, guest]) {
    await expect(post(page)).toContainText(`Published as a post by ${ada.name}.`)
    await expect(post(page)).toContainText('It has these words.')
  }
  expect(await editor(bob.page).boundingBox()).toEqual(place)
  await bob.page.reload()
  await untilJoined(bob.page)
  await expect(post(bob.page)).toContainText('It has these words.')

  await editor(bob.page).click()
  await bob.page.keyboard.press('Control+End')
  await bob.page.keyboard.type(' and more')
  await expect(post(guest)).toContainText('The draft has changed since.')
  await expect(guest.getByRole('button', { name: 'Update the post' })).toHaveCount(0)
  await bob.page.getByRole('button', { name: 'Update the post' }).click()
  for (const page of [bob.page, guest]) {
    await expect(post(page)).toContainText('It has these words.')
  }
  await expect(ada.page.getByText('The first words and more').first()).toBeVisible()

  await ada.page.goto(address)
  await untilJoined(ada.page)
  await expect(ada.page.getByRole('button', { name: /^Publish/ })).toHaveCount(0)
  const other = await ada.context.newPage()
  await other.goto(postAddress)
  await other.getByRole('link', { name: 'Delete this post' }).click()
  await other.getByRole('alertdialog').getByRole('button', { name: 'Delete' }).click()
  for (const page of [ada.page, bob.page, guest]) {
    await expect(post(page)).toContainText('its post has been deleted')
  }
  await ada.page.getByRole('button', { name: 'Publish again' }).click()
  await ada.page.waitForURL(/\/posts\//)
  await expect(post(bob.page)).toContainText('It has these words.')
})

test('Tab leaves the text, and indents in lists and code until Escape', async ({ person }) => {
  const { page } = await person('Ada')
  await beginDraft(page)
  const text = editor(page)
  await expect(text).toHaveAccessibleDescription(/Tab leaves the text.*Escape/)
  await text.click()
  await page.keyboard.type('Plain')
  await page.keyboard.press('Tab')
  await expect(text).not.toBeFocused()
  await expect(text).toHaveText('Plain')
  await page.keyboard.press('Shift+Tab')
  await expect(text).toBeFocused()
  await page.keyboard.press('Shift+Tab')
  await expect(text).not.toBeFocused()
  await text.focus()
  await page.keyboard.press('Control+End')
  // The next line goes on with the list by itself.
  await page.keyboard.type('\n\n- one\ntwo')
  await page.keyboard.press('Tab')
  await expect(text).toBeFocused()
  await expect(page.locator('.cm-line').last()).toHaveText('  - two')
  await page.keyboard.press('Shift+Tab')
  await expect(page.locator('.cm-line').last()).toHaveText('- two')
  await page.keyboard.press('Escape')
  await page.keyboard.press('Tab')
  await expect(text).not.toBeFocused()
  await text.focus()
  await page.keyboard.press('Control+a')
  await page.keyboard.type('```js\nlet a')
  await page.keyboard.press('Tab')
  await expect(text).toBeFocused()
  await expect(page.locator('.cm-line').last()).toHaveText('  let a')
  await page.keyboard.press('Escape')
  await page.keyboard.press('Shift+Tab')
  await expect(text).not.toBeFocused()
})

test('what is pasted comes as plain text on every screen, and one emoji replaced by another stays whole', async ({
  person,
}) => {
  const ada = await person('Ada')
  const address = await beginDraft(ada.page)
  const second = await ada.context.newPage()
  await second.goto(address)
  await untilJoined(second)
  await editor(ada.page).click()
  await editor(ada.page).evaluate((element) => {
    const data = new DataTransfer()
    data.setData('text/plain', 'one\r\ntwo\rthree\u0000\u001b!\u007f 😀')
    element.dispatchEvent(
      new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }),
    )
  })
  const lines = (page: Page) => page.locator('.cm-line').allTextContents()
  await expect(editor(second)).toContainText('three! 😀')
  await expect(second.locator('.cm-line')).toHaveCount(3)
  // As the browser's own picker does it: the text node is changed, half a character differs.
  await editor(ada.page).evaluate((element) => {
    const walk = document.createTreeWalker(element, NodeFilter.SHOW_TEXT)
    for (let node = walk.nextNode(); node; node = walk.nextNode()) {
      if (node.nodeValue?.includes('😀')) node.nodeValue = node.nodeValue.replace('😀', '😁')
    }
  })
  await expect(editor(second)).toContainText('three! 😁')
  await second.reload()
  await untilJoined(second)
  await expect(editor(second)).toContainText('three! 😁')
  expect((await lines(second)).length).toBe(3)
})

test("a co-writer's name is seen on the first line, too", async ({ person }) => {
  const ada = await person('Ada')
  const address = await beginDraft(ada.page)
  const second = await ada.context.newPage()
  await second.goto(address)
  await untilJoined(second)
  await editor(ada.page).click()
  await ada.page.keyboard.type('First')
  const flag = second.locator('.cm-ySelectionInfo')
  await expect(flag).toHaveText(ada.name)
  const [name, text] = [
    await flag.boundingBox(),
    await second.locator('.cm-scroller').boundingBox(),
  ]
  if (!name || !text) throw new Error('Nothing is shown.')
  expect(name.y).toBeGreaterThanOrEqual(text.y)
  expect(name.y + name.height).toBeLessThanOrEqual(text.y + text.height)
})

test('a change that is not taken is said so, and its words can be taken along', async ({
  person,
  expectedErrors,
}) => {
  expectedErrors.push('WebSocket')
  const { page, context } = await person('Ada')
  const why = 'This change could not be taken: it is more than plain text.'
  let refuse = (): void => undefined
  await context.routeWebSocket('**/live/drafts', (socket) => {
    const server = socket.connectToServer()
    refuse = () => {
      void socket.close({ code: 4422, reason: why })
      void server.close()
    }
  })
  await beginDraft(page)
  await editor(page).click()
  await page.keyboard.type('Kept by hand')
  refuse()
  await expect(page.getByRole('alert').filter({ hasText: why })).toBeVisible()
  await expect(page.getByRole('textbox', { name: 'Your text' })).toHaveValue('Kept by hand')
  await expect(page.getByRole('heading', { name: 'Who takes part' })).toBeVisible()
})

test('whoever is asked says yes first, and takes their name off the post again, on every screen', async ({
  person,
}) => {
  const ada = await person('Ada')
  const bob = await person('Bob')
  await bob.page.goto('/drafts')
  await untilLive(bob.page)
  const address = await beginDraft(ada.page)
  await ask(ada.page, bob.username)
  await expect(ada.page.getByText('is asked to write')).toBeVisible()
  await expect(bob.page.getByText(`${ada.name} asks you to write along`)).toBeVisible()
  await accept(bob.page, address)
  await expect(ada.page.getByText('writes', { exact: true })).toBeVisible()
  await untilJoined(bob.page)
  await editor(bob.page).click()
  await bob.page.keyboard.type('Written by Bob')
  await expect(editor(ada.page)).toContainText('Written by Bob')
  await ada.page.getByRole('button', { name: 'Publish' }).click()
  await ada.page.waitForURL(/\/posts\//)
  const named = ada.page.getByText(`with ${bob.name}`)
  await expect(named).toBeVisible()
  await bob.page.goto(ada.page.url())
  await bob.page.getByRole('button', { name: 'Take my name off' }).click()
  await expect(bob.page.getByRole('button', { name: 'Take my name off' })).toBeHidden()
  await expect(named).toBeHidden()
  await bob.page.goto(address)
  await bob.page.getByRole('button', { name: 'No, thanks' }).click()
  await bob.page.waitForURL('**/drafts')
  await expect(bob.page.getByText('Untitled')).toBeHidden()
})
