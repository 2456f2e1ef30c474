// Words of the world: names are contained, lines begin on the side of their script, ages are by the server's clock.
import type { Locator, Page } from '@playwright/test'
import { cardOf, postsBy, untilLive, writePost } from './actions.ts'
import { expect, test } from './fixtures.ts'

const hebrew = 'שלום לכולם, מה שלומכם היום.'
const arabic = 'مرحبا بالعالم.'

/** Where some words stand on the screen. */
async function placeOf(within: Locator, words: string): Promise<DOMRect> {
  return within.evaluate((element, wanted) => {
    const texts = document.createTreeWalker(element, NodeFilter.SHOW_TEXT)
    for (let node = texts.nextNode(); node; node = texts.nextNode()) {
      const start = node.textContent?.indexOf(wanted) ?? -1
      if (start < 0) continue
      const range = document.createRange()
      range.setStart(node, start)
      range.setEnd(node, start + wanted.length)
      return range.getBoundingClientRect().toJSON() as DOMRect
    }
    throw new Error(`"${wanted}" is not there.`)
  }, words)
}

async function beginRoom(page: Page, name: string): Promise<void> {
  await page.goto('/rooms')
  await page.getByRole('textbox', { name: 'Name' }).fill(name)
  await page.getByRole('button', { name: 'Begin the room' }).click()
  await expect(page.getByRole('heading', { name })).toBeVisible()
  await untilLive(page)
}

test('a post in Hebrew or Arabic is laid out from right to left, line by line', async ({
  person,
}) => {
  const { page } = await person('Ada')
  await page.goto('/')
  for (const start of [hebrew, arabic]) {
    const words = start.replace('.', ` ${Date.now()}.`)
    await writePost(page, `${words}\nand a line in English.`)
    const body = cardOf(page, words).locator('.prose-plain')
    const column = await body.boundingBox()
    const right = (column?.x ?? 0) + (column?.width ?? 0)
    const line = await placeOf(body, words)
    const stop = await placeOf(body, '.')
    expect(Math.abs(line.right - right)).toBeLessThan(2)
    // The full stop is at the line's end, which is its left.
    expect(Math.abs(stop.left - line.left)).toBeLessThan(2)
    const english = await placeOf(body, 'and a line in English.')
    expect(Math.abs(english.left - (column?.x ?? 0))).toBeLessThan(2)
    const paragraph = body.locator('[dir=auto]').first()
    expect(await paragraph.evaluate((element) => getComputedStyle(element).direction)).toBe('rtl')
  }
  const field = page.getByRole('textbox', { name: 'Your post' })
  await field.fill(hebrew)
  expect(await field.evaluate((element) => getComputedStyle(element).direction)).toBe('rtl')
})

test('a name turns nothing beside it, whatever it is made of', async ({ person }) => {
  const ada = await person('Ada')
  await ada.page.goto('/')
  await beginRoom(ada.page, `חדר ${Date.now()} אב`)
  const address = ada.page.url()
  for (const name of ['Evil\u202e', 'דנה כהן', 'نور (1)']) {
    const other = await person(name)
    await other.page.goto(address)
    await other.page.getByRole('button', { name: /^Join/ }).click()
  }
  for (const name of ['Evil', 'דנה כהן', 'نور (1)']) {
    const note = ada.page.locator('p').filter({ hasText: `${name} joined` })
    await expect(note).toBeVisible()
    // The name first, then what it did, each on its own ground.
    const [whose, what] = [await placeOf(note, name), await placeOf(note, 'joined')]
    expect(whose.right).toBeLessThanOrEqual(what.left)
    const [first, last] = [await placeOf(note, 'j'), await placeOf(note, 'd')]
    expect(first.left).toBeLessThan(last.left)
  }
})

test('a row that was made elsewhere is contained too', async ({ person, baseURL }) => {
  const ada = await person('Ada')
  const answer = await ada.context.request.post(`${baseURL}/live/commands`, {
    data: { type: 'editProfile', ref: 'n', name: 'Ada\u202e\u2069', bio: '' },
    headers: { origin: baseURL ?? '' },
  })
  expect(
    ((await answer.json()) as { result: { profile: { name: string } } }).result.profile.name,
  ).toBe('Ada')
})

test('names that nobody sees are refused where they are given, with what was typed', async ({
  person,
  stranger,
}) => {
  const page = await stranger()
  await page.goto('/sign-up')
  await page.getByRole('textbox', { name: 'Name' }).fill('\u200b')
  await page.getByRole('textbox', { name: 'Handle' }).fill(`unseen_${Date.now() % 1e6}`)
  await page.getByRole('textbox', { name: 'Email' }).fill(`unseen${Date.now()}@example.org`)
  await page.getByRole('textbox', { name: 'Password' }).fill('correct horse')
  await page.getByRole('button', { name: 'Make my account' }).click()
  await expect(page.getByText('Your name is not a name that can be seen.')).toBeVisible()

  const ada = await person('Ada')
  await ada.page.goto('/rooms')
  await ada.page.getByRole('textbox', { name: 'Name' }).fill('\u3164')
  await ada.page.getByRole('button', { name: 'Begin the room' }).click()
  await expect(ada.page.getByText('is not a name that can be seen')).toBeVisible()
})

test('a pile of marks ends with its text', async ({ person }) => {
  const { page } = await person('Ada')
  await page.goto('/')
  const words = `pile ${Date.now()}`
  await writePost(page, `${words} Z${'\u0301\u0316'.repeat(60)}`)
  const body = cardOf(page, words).locator('.prose-plain')
  const style = await body.evaluate((element) => getComputedStyle(element).overflowY)
  expect(style).toBe('clip')
})

test('ages are by the server’s clock, whatever the reader’s says', async ({ person }) => {
  const { page, context } = await person('Ada')
  const words = `Fresh ${Date.now()}`
  await page.clock.setFixedTime(Date.now() + 3 * 3_600_000)
  await page.goto('/')
  await untilLive(page)
  await page.getByRole('textbox', { name: 'Your post' }).fill(words)
  await page.getByRole('button', { name: 'Post', exact: true }).click()
  const card = cardOf(page, words)
  await expect(card.locator('time')).toHaveText('now')
  const other = await context.newPage()
  await other.clock.setFixedTime(Date.now() - 5 * 3_600_000)
  await other.goto('/')
  await untilLive(other)
  await expect(cardOf(other, words).locator('time')).toHaveText('now')
})

test('dates are in the reader’s zone, named as universal time where it is not known', async ({
  browser,
  baseURL,
  person,
  playwright,
}) => {
  const { page, username } = await person('Ada')
  await page.goto('/')
  const path = await writePost(page, `Zoned ${Date.now()}`)
  const written = postsBy(page, username).locator('time')
  const at = (await written.getAttribute('datetime')) ?? ''
  const context = await browser.newContext({
    baseURL: baseURL ?? '',
    timezoneId: 'Australia/Adelaide',
  })
  const far = await context.newPage()
  const errors: string[] = []
  far.on('console', (message) => {
    if (message.type() === 'error') errors.push(message.text())
  })
  const clock = new Intl.DateTimeFormat('en-GB', {
    timeZone: 'Australia/Adelaide',
    hour: '2-digit',
    minute: '2-digit',
  }).format(new Date(at))
  await far.goto(path)
  await expect(far.locator('time').first()).toHaveAttribute('title', new RegExp(`, ${clock}$`))
  await expect
    .poll(async () => (await context.cookies()).map(({ name, value }) => `${name}=${value}`))
    .toContain('hubbub_zone=Australia%2FAdelaide')
  // The cookie takes nobody away from the rendering that all share; a page of one's own is rendered in the zone.
  const shared = await far.reload()
  expect(shared?.headers()['content-security-policy']).toContain("'sha256-")
  await expect(far.locator('time').first()).toHaveAttribute('title', new RegExp(`, ${clock}$`))
  expect(errors).toEqual([])
  await context.close()

  const api = await playwright.request.newContext({ baseURL: baseURL ?? '' })
  expect(await (await api.get(path)).text()).toMatch(/title="[^"]+ UTC"/)
  const zoned = await api.get(`${path}?after=x`, {
    headers: { cookie: 'hubbub_zone=Australia%2FAdelaide' },
  })
  expect(await zoned.text()).toContain(`, ${clock}"`)
  const strange = await api.get(`/@${username}`, { headers: { cookie: 'hubbub_zone=Mars' } })
  expect(await strange.text()).toMatch(/title="[^"]+ UTC"/)
  await api.dispose()
})

test('a profile is at its address in any encoding', async ({ person, stranger }) => {
  const ada = await person('Ada Encoded')
  const page = await stranger()
  for (const path of [`/%40${ada.username}`, `/%40${ada.username.toUpperCase()}`]) {
    const answer = await page.goto(path)
    expect(answer?.status()).toBe(200)
    await expect(page.getByRole('heading', { name: 'Ada Encoded' })).toBeVisible()
    await untilLive(page)
  }
  await page
    .getByRole('link', { name: /Hubbub/ })
    .first()
    .click()
  await expect(page).toHaveURL('/')
})
