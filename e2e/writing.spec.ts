// Writing in every composer: in the midst of other words, with an input method, taken back, pasted, and kept.
import type { CDPSession, Locator, Page } from '@playwright/test'
import { untilLive, writePost } from './actions.ts'
import { expect, test } from './fixtures.ts'
import type { Visitor } from './fixtures.ts'

async function beginRoom(page: Page, kind: RegExp): Promise<string> {
  await page.goto('/rooms')
  await page.getByRole('textbox', { name: 'Name' }).fill(`Words ${Date.now()}`)
  await page.getByRole('radio', { name: kind }).check()
  await page.getByRole('button', { name: 'Begin the room' }).click()
  await page.waitForURL(/\/rooms\/./)
  await untilLive(page)
  return new URL(page.url()).pathname
}

async function editOwnMessage(page: Page): Promise<Locator> {
  await page.getByRole('button', { name: 'More about' }).last().click()
  await page.getByRole('button', { name: 'Change' }).click()
  const field = page.getByRole('textbox', { name: 'Change your message' })
  await expect(field).toBeFocused()
  return field
}

/** Opens each composer, empty, by its name. */
const composers: Record<string, (ada: Visitor) => Promise<Locator>> = {
  feed: async ({ page }) => {
    await page.goto('/')
    await untilLive(page)
    return page.getByRole('textbox', { name: 'Your post' })
  },
  comment: async ({ page }) => {
    await page.goto('/')
    await page.goto(await writePost(page, `To be commented ${Date.now()}`))
    await untilLive(page)
    return page.getByRole('textbox', { name: 'Your comment' })
  },
  room: async ({ page }) => {
    await beginRoom(page, /By invitation/)
    return page.getByRole('textbox', { name: /^Message to/ })
  },
  'message edit': async ({ page }) => {
    await beginRoom(page, /By invitation/)
    await page.getByRole('textbox', { name: /^Message to/ }).fill('Said')
    await page.keyboard.press('Enter')
    await expect(page.getByRole('article')).toHaveCount(1)
    const field = await editOwnMessage(page)
    await field.press('ControlOrMeta+a')
    await field.press('Delete')
    return field
  },
  inbox: async ({ page }) => {
    const inbox = await beginRoom(page, /shared inbox/)
    await page.goto(inbox.replace('/rooms/', '/inbox/'))
    await untilLive(page)
    return page.getByRole('textbox', { name: 'Your message' })
  },
  visit: async ({ page }) => {
    const inbox = await beginRoom(page, /shared inbox/)
    await page.goto(inbox.replace('/rooms/', '/inbox/'))
    await page.getByRole('textbox', { name: 'Your name' }).fill('Vera')
    await page.getByRole('textbox', { name: 'Your message' }).fill('Hello')
    await page.getByRole('button', { name: 'Send' }).click()
    await page.waitForURL(/\/visit\//)
    await untilLive(page)
    return page.getByRole('textbox', { name: /^Message to/ })
  },
}

/** An input method, as far as the browser can tell. */
async function inputMethod(page: Page): Promise<CDPSession> {
  return page.context().newCDPSession(page)
}

async function compose(method: CDPSession, steps: readonly string[]): Promise<void> {
  for (const text of steps) {
    await method.send('Input.imeSetComposition', {
      text,
      selectionStart: text.length,
      selectionEnd: text.length,
    })
  }
}

for (const [name, open] of Object.entries(composers)) {
  test(`in the composer of a ${name}, keys, input methods and undo do as in a bare field`, async ({
    person,
  }) => {
    const ada = await person('Ada')
    const field = await open(ada)
    const { page } = ada
    await field.focus()
    await page.keyboard.type('hello world')
    for (let count = 0; count < 6; count += 1) await page.keyboard.press('ArrowLeft')
    await page.keyboard.type('XYZ')
    await expect(field).toHaveValue('helloXYZ world')
    await page.keyboard.press('ControlOrMeta+z')
    await expect(field).toHaveValue('hello world')
    await page.keyboard.press('ControlOrMeta+Shift+z')
    await expect(field).toHaveValue('helloXYZ world')

    await page.keyboard.press('ControlOrMeta+a')
    await page.keyboard.press('ControlOrMeta+x')
    await expect(field).toHaveValue('')
    await page.keyboard.press('ControlOrMeta+v')
    await page.keyboard.press('ControlOrMeta+v')
    await expect(field).toHaveValue('helloXYZ worldhelloXYZ world')
    await page.keyboard.press('ControlOrMeta+z')
    await expect(field).toHaveValue('helloXYZ world')
    await page.keyboard.press('ControlOrMeta+a')
    await page.keyboard.press('Delete')

    const method = await inputMethod(page)
    await compose(method, ['に', 'にほ', 'にほん'])
    await expect(field).toHaveValue('にほん')
    await method.send('Input.insertText', { text: '日本' })
    await expect(field).toHaveValue('日本')
    await page.keyboard.press('Home')
    await compose(method, ['ㄱ', '가'])
    await method.send('Input.insertText', { text: '가' })
    await expect(field).toHaveValue('가日本')
  })
}

test('an Enter or Escape that belongs to a composition neither sends nor closes', async ({
  person,
}) => {
  const { page } = await person('Ada')
  await beginRoom(page, /By invitation/)
  const field = page.getByRole('textbox', { name: /^Message to/ })
  const method = await inputMethod(page)
  await field.focus()
  await compose(method, ['かな'])
  await page.keyboard.press('Enter')
  await method.send('Input.insertText', { text: '仮名' })
  // Safari's order: the composition has ended, and its key comes after it.
  const late = { key: 'Enter', code: 'Enter', keyCode: 229, bubbles: true, cancelable: true }
  await field.dispatchEvent('keydown', late)
  await expect(field).toHaveValue(/仮名/)
  await expect(page.getByRole('article')).toHaveCount(0)
  await page.keyboard.press('Enter')
  await expect(page.getByRole('article')).toHaveCount(1)

  const edit = await editOwnMessage(page)
  await page.keyboard.type(' and more')
  await compose(method, ['かな'])
  await page.keyboard.press('Escape')
  await expect(edit).toBeVisible()
  await compose(method, [''])
  await edit.dispatchEvent('keydown', { ...late, key: 'Escape', code: 'Escape' })
  await expect(edit).toHaveValue(/and more/)

  await page.keyboard.press('Escape')
  await expect(edit).toBeHidden()
  // What was rewritten is there still.
  await expect(await editOwnMessage(page)).toHaveValue(/and more/)
  await page.getByRole('button', { name: 'Cancel' }).click()
  await expect(await editOwnMessage(page)).not.toHaveValue(/and more/)
  await page.keyboard.press('Escape')

  await page.getByRole('button', { name: /(person|people) in this room/ }).click()
  const handle = page.getByRole('textbox', { name: /Handle of the person/ })
  await handle.focus()
  await compose(method, ['かな'])
  await page.keyboard.press('Escape')
  await handle.dispatchEvent('keydown', { ...late, key: 'Escape', code: 'Escape' })
  await expect(handle).toBeVisible()
})

test('a composition near the limit is not disturbed by the count beside it', async ({ person }) => {
  const { page } = await person('Ada')
  await page.goto('/')
  await untilLive(page)
  const field = page.getByRole('textbox', { name: 'Your post' })
  await field.fill('x'.repeat(1_990))
  await expect(page.getByText('10 left')).toBeVisible()
  const method = await inputMethod(page)
  for (const [text, left] of [
    ['に', '9 left'],
    ['にほん', '7 left'],
    ['にほんごをかくことができる', '3 too many'],
  ] as const) {
    await compose(method, [text])
    await expect(page.getByText(left)).toBeVisible()
  }
  await method.send('Input.insertText', { text: '日本' })
  await expect(field).toHaveValue(`${'x'.repeat(1_990)}日本`)
  await expect(page.getByText('8 left')).toBeVisible()
})

test('what is written before the page is alive stays as it is written', async ({ person }) => {
  const { page, context, username } = await person('Ada')
  let letThrough: () => void = () => undefined
  const held = new Promise<void>((resolve) => (letThrough = resolve))
  await context.route(/\/_next\/static\/.*\.js/, async (route) => {
    await held
    await route.continue()
  })
  await page.goto(`/@${username}?edit=1`, { waitUntil: 'commit' })
  const about = page.getByRole('textbox', { name: 'About you' })
  await about.fill('Typed early')
  letThrough()
  // It is there until scripts run.
  const plain = page.getByRole('button', { name: 'Send the picture' })
  await expect(plain).toBeHidden({ timeout: 30_000 })
  await about.pressSequentially('!')
  await expect(about).toHaveValue('Typed early!')
})

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

const sent: Record<string, (page: Page) => Locator> = {
  feed: (page) => page.getByRole('article', { name: /^Post by/ }).first(),
  comment: (page) => page.getByRole('article', { name: /^Comment by/ }),
  room: (page) => page.getByRole('article', { name: /^Message by/ }),
  'message edit': (page) => page.getByRole('article', { name: /^Message by/ }),
  visit: (page) => page.getByRole('article', { name: 'Your message' }).last(),
}

for (const [name, wordsOf] of Object.entries(sent)) {
  test(`words from the composer of a ${name} are kept as they were written`, async ({ person }) => {
    const ada = await person('Ada')
    const field = await composers[name]!(ada)
    await field.fill(indented)
    await field.press(name === 'feed' || name === 'comment' ? 'ControlOrMeta+Enter' : 'Enter')
    const words = wordsOf(ada.page).locator('.prose-plain').first()
    await expect.poll(() => words.textContent()).toMatch(shown)
    await expect.poll(() => keptOn(ada.page)).toContain(JSON.stringify(kept))
    await ada.page.reload()
    expect(await words.textContent()).toMatch(shown)
  })
}

test('what is written in two tabs is kept in each, and what a closed one left is taken over', async ({
  person,
}) => {
  const { page: first, context } = await person('Ada')
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
  await expect(third.getByRole('article', { name: /^Post by/ }).first()).toContainText(
    'Another tab',
  )
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
