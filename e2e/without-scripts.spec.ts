// With JavaScript off: reading, signing in, posting, liking and commenting, by plain forms.
import { randomBytes } from 'node:crypto'
import { cardOf, likeOf } from './actions.ts'
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
