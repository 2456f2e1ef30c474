// What was written is kept as it was written, in each tab; and what is refused says so until it is mended.
import type { Locator, Page } from '@playwright/test'
import { postsBy, untilLive } from './actions.ts'
import { composers } from './composers.ts'
import { expect, test } from './fixtures.ts'
import type { Visitor } from './fixtures.ts'

const indented = '\n \n    if x:\n\n        y()\n\n'
const kept = '    if x:\n\n        y()'

/** As it is read; the blank line is a distance there. */
const shown = /^ {4}if x:\n+ {8}y\(\)/

/** What the server has of all that a page shows. */
async function keptOn(page: Page): Promise<string> {
  const [, kind = '', id = ''] = /^\/(\w*)\/?([\w-]*)/.exec(new URL(page.url()).pathname) ?? []
  const topic = kind === '' ? 'feed' : `${kind.replace(/s$/, '')}:${id}`
  const response = await page.request.get(`/live/snapshot?topics=${topic}`)
  return response.text()
}

const sent: Record<string, (ada: Visitor) => Locator> = {
  feed: ({ page, username }) => postsBy(page, username),
  comment: ({ page }) => page.getByRole('article', { name: /^Comment by/ }),
  room: ({ page }) => page.getByRole('article', { name: /^Message by/ }),
  'message edit': ({ page }) => page.getByRole('article', { name: /^Message by/ }),
  visit: ({ page }) => page.getByRole('article', { name: 'Your message' }).last(),
}

for (const [name, wordsOf] of Object.entries(sent)) {
  test(`words from the composer of a ${name} are kept as they were written`, async ({ person }) => {
    const ada = await person('Ada')
    const field = await composers[name]!(ada)
    await field.fill(indented)
    await field.press(name === 'feed' || name === 'comment' ? 'ControlOrMeta+Enter' : 'Enter')
    const words = wordsOf(ada).locator('.prose-plain').first()
    await expect.poll(() => words.textContent()).toMatch(shown)
    await expect.poll(() => keptOn(ada.page)).toContain(JSON.stringify(kept))
    await ada.page.reload()
    expect(await words.textContent()).toMatch(shown)
  })
}

test('what is written in two tabs is kept in each, and what a closed one left is taken over', async ({
  person,
}) => {
  const { page: first, context, username } = await person('Ada')
  const second = await context.newPage()
  const fieldOf = (page: Page): Locator => page.getByRole('textbox', { name: 'Your post' })
  for (const page of [first, second]) {
    await page.goto('/')
    await untilLive(page)
  }
  await fieldOf(first).pressSequentially('One tab')
  await fieldOf(second).pressSequentially('Another tab')
  for (const page of [first, second]) await page.reload()
  await expect(fieldOf(first)).toHaveValue('One tab')
  await expect(fieldOf(second)).toHaveValue('Another tab')
  await first.getByRole('button', { name: 'Post', exact: true }).click()
  await expect(fieldOf(first)).toHaveValue('')
  for (const page of [first, second]) await page.reload()
  await untilLive(first)
  await expect(fieldOf(second)).toHaveValue('Another tab')
  await expect(fieldOf(first)).toHaveValue('')

  await second.close()
  const third = await context.newPage()
  await third.goto('/')
  await expect(fieldOf(third)).toHaveValue('Another tab')
  await third.reload()
  await expect(fieldOf(third)).toHaveValue('Another tab')
  await third.getByRole('button', { name: 'Post', exact: true }).click()
  await expect(postsBy(third, username).first()).toContainText('Another tab')
  await third.reload()
  await untilLive(third)
  await expect(fieldOf(third)).toHaveValue('')
})

test('a sentence goes as soon as what it names is mended, and is in the words of the page', async ({
  person,
  stranger,
}) => {
  const { page } = await person('Ada')
  await page.goto('/')
  await untilLive(page)
  const field = page.getByRole('textbox', { name: 'Your post' })
  await field.fill('é'.repeat(1_990) + '👨‍👩‍👧'.repeat(20))
  await page.getByRole('button', { name: 'Post', exact: true }).click()
  await expect(page.getByText('That is too long')).toBeVisible()
  await expect(page.getByText('10 too many')).toBeVisible()
  const edge = await field.evaluate((element) => getComputedStyle(element).outlineColor)
  expect(edge).toBe(await field.evaluate((element) => getComputedStyle(element).borderColor))
  await field.press('ControlOrMeta+End')
  for (let count = 0; count < 9; count += 1) await field.press('Backspace')
  await expect(page.getByText('1 too many')).toBeVisible()
  await expect(page.getByText('That is too long')).toBeVisible()
  await field.press('Backspace')
  await expect(page.getByText('That is too long')).toBeHidden()
  await expect(page.getByText('0 left')).toBeVisible()
  await expect(field).not.toHaveAttribute('aria-invalid')

  await page.goto('/rooms')
  await untilLive(page)
  const whom = page.getByRole('textbox', { name: 'With whom' })
  await whom.fill('@nobody_at_all')
  await page.getByRole('button', { name: 'Begin the conversation' }).click()
  await expect(page.getByText('There is nobody called nobody_at_all.')).toBeVisible()
  await expect(page.getByText('handles')).toBeHidden()
  await expect(whom).toBeFocused()
  await whom.press('Backspace')
  await expect(page.getByText('There is nobody called')).toBeHidden()
  await expect(whom).toHaveValue('@nobody_at_al')

  const name = page.getByRole('textbox', { name: 'Name' })
  await name.fill('x'.repeat(52))
  await page.getByRole('button', { name: 'Begin the room' }).click()
  await expect(page.getByText('The name is longer than 50 characters.')).toBeVisible()
  await name.press('Backspace')
  await expect(page.getByText('The name is longer than 50 characters.')).toBeVisible()
  await name.press('Backspace')
  await expect(page.getByText('The name is longer than 50 characters.')).toBeHidden()

  const visitor = await stranger()
  await visitor.goto('/sign-in')
  await expect(visitor.getByRole('button', { name: /password/i })).toBeVisible()
  await visitor.getByRole('textbox', { name: 'Email or handle' }).fill('nobody_at_all')
  await visitor.getByRole('textbox', { name: 'Password' }).fill('guessed wrong')
  await visitor.getByRole('main').getByRole('button', { name: 'Sign in' }).click()
  await expect(visitor.getByText('is not right')).toBeVisible()
  await visitor.getByRole('textbox', { name: 'Password' }).pressSequentially('x')
  await expect(visitor.getByText('is not right')).toBeHidden()
})

test('a long text is written in a field as high as there is room for, in any browser', async ({
  person,
}) => {
  const { page, context } = await person('Ada')
  // As in a browser that does not know it.
  await context.addInitScript(() => {
    const supports = CSS.supports.bind(CSS)
    CSS.supports = (property: string, value?: string) => {
      if (property === 'field-sizing') return false
      return value === undefined ? supports(property) : supports(property, value)
    }
    addEventListener('DOMContentLoaded', () => {
      const sheet = new CSSStyleSheet()
      sheet.replaceSync('textarea { field-sizing: fixed !important }')
      document.adoptedStyleSheets.push(sheet)
    })
  })
  await page.goto('/')
  await untilLive(page)
  const field = page.getByRole('textbox', { name: 'Your post' })
  const height = (): Promise<number> =>
    field.evaluate((element) => element.getBoundingClientRect().height)
  const one = await height()
  await field.pressSequentially('a\nb\nc\nd\ne')
  await expect.poll(height).toBeGreaterThan(one + 60)
  await field.fill('line\n'.repeat(1_200))
  await expect.poll(height).toBeGreaterThan(200)
  await field.fill('')
  await expect.poll(height).toBe(one)
})

test.describe('without scripts', () => {
  test.use({ javaScriptEnabled: false })

  test('words are kept as they were written, and what is refused comes back', async ({ page }) => {
    const handle = `plain_${Date.now()}`
    await page.goto('/sign-up')
    await page.getByLabel('Name', { exact: true }).fill('Noor')
    await page.getByLabel('Handle').fill(handle)
    await page.getByLabel('Email').fill(`${handle}@example.org`)
    await page.getByLabel('Password', { exact: true }).fill('correct horse')
    await page.getByRole('main').getByRole('button', { name: 'Make my account' }).click()
    await page.waitForURL('/')
    const field = page.getByRole('textbox', { name: 'Your post' })
    await field.fill(`${indented}# ${handle}`)
    await page.getByRole('button', { name: 'Post', exact: true }).click()
    const words = page
      .getByRole('article', { name: /^Post by/ })
      .filter({ hasText: handle })
      .locator('.prose-plain')
    await expect.poll(() => words.textContent()).toMatch(shown)
    await expect(words.getByRole('heading', { name: handle })).toBeVisible()
    expect(await keptOn(page)).toContain(JSON.stringify(`${kept}\n\n# ${handle}`))

    await page.goto('/rooms')
    await page.getByRole('textbox', { name: 'Name' }).fill(`Plain ${handle}`)
    await page.getByRole('button', { name: 'Begin the room' }).click()
    const message = page.getByRole('textbox', { name: /^Message to/ })
    await message.fill(indented)
    await page.getByRole('button', { name: 'Send', exact: true }).click()
    await expect(page.getByRole('article', { name: /^Message by/ })).toHaveCount(1)
    expect(await page.getByRole('log').locator('.prose-plain').textContent()).toMatch(shown)
    expect(await keptOn(page)).toContain(JSON.stringify(kept))
    await message.fill('y'.repeat(4_001))
    await page.getByRole('button', { name: 'Send', exact: true }).click()
    await expect(page.getByText('The text is longer than 4000 characters.')).toBeVisible()
    await expect(message).toHaveValue('y'.repeat(4_001))
  })
})
