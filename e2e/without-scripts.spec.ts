// With JavaScript off: reading, signing in, posting, liking and commenting, by plain forms.
import { randomBytes } from 'node:crypto'
import { cardOf, likeOf, writePost } from './actions.ts'
import { expect, test } from './fixtures.ts'

test.use({ javaScriptEnabled: false })

test('posting, liking and commenting work', async ({ page }) => {
  const username = `noscript_${randomBytes(4).toString('hex')}`
  // Long enough for a server that streams to put it off.
  const words =
    `Written by a plain form ${username}, see https://example.org/a ${'and more '.repeat(80)}`.trim()
  await page.goto('/sign-up')
  await page.getByLabel('Name', { exact: true }).fill('Noor')
  await page.getByLabel('Handle').fill(username)
  await page.getByLabel('Email').fill(`${username}@example.org`)
  await page.getByLabel('Password', { exact: true }).fill('correct horse')
  await page.getByRole('main').getByRole('button', { name: 'Make my account' }).click()
  await page.waitForURL('/')
  await page.getByRole('textbox', { name: 'Your post' }).fill(words)
  await page.getByRole('button', { name: 'Post', exact: true }).click()
  await expect(cardOf(page, username)).toHaveCount(1)
  await expect(cardOf(page, username).getByRole('link', { name: 'example.org/a' })).toBeVisible()
  await likeOf(cardOf(page, username)).click()
  await expect(likeOf(cardOf(page, username))).toHaveAttribute('aria-pressed', 'true')
  await expect(likeOf(cardOf(page, username))).toContainText('1')
  await cardOf(page, username)
    .getByRole('link', { name: /Comments/ })
    .click()
  await page.getByRole('textbox', { name: 'Your comment' }).fill('A plain comment')
  await page.getByRole('button', { name: 'Send', exact: true }).click()
  await expect(page.getByRole('article', { name: 'Comment by Noor' })).toContainText(
    'A plain comment',
  )
  await page.getByRole('button', { name: 'Like' }).click()
  await expect(page.getByRole('button', { name: 'Like' })).toHaveAttribute('aria-pressed', 'false')
})

test('after a way back to the same form another text is another comment, and the same text is not', async ({
  page,
  person,
}) => {
  const { page: withScripts, context } = await person('Noor')
  const address = await withScripts.goto('/').then(() => writePost(withScripts, 'Back and forth'))
  await page.context().addCookies(await context.cookies())
  await page.goto(address)
  const field = page.getByRole('textbox', { name: 'Your comment' })
  const ref = page.locator('form', { has: field }).locator('input[name=ref]')
  const given = await ref.inputValue()
  const comments = page.getByRole('article', { name: 'Comment by Noor' })
  for (const [words, count] of [
    ['One', 1],
    ['Two', 2],
    ['Two', 2],
  ] as const) {
    await page.goto(address)
    // As a browser shows a page again that it kept.
    await ref.evaluate((input, value) => ((input as HTMLInputElement).value = value), given)
    await field.fill(words)
    await page.getByRole('button', { name: 'Send', exact: true }).click()
    await page.waitForURL(/#comment-/)
    await expect(comments).toHaveCount(count)
  }
})
