// With JavaScript off: reading, signing in, posting, liking and commenting, by plain forms.
import { randomBytes } from 'node:crypto'
import { cardOf, likeOf } from './actions.ts'
import { expect, test } from './fixtures.ts'

test.use({ javaScriptEnabled: false })

test('posting, liking and commenting work', async ({ page }) => {
  const username = `noscript_${randomBytes(4).toString('hex')}`
  const words = `Written by a plain form ${username}`
  await page.goto('/sign-up')
  await page.getByLabel('Name', { exact: true }).fill('Noor')
  await page.getByLabel('Handle').fill(username)
  await page.getByLabel('Email').fill(`${username}@example.org`)
  await page.getByLabel('Password', { exact: true }).fill('correct horse')
  await page.getByRole('main').getByRole('button', { name: 'Make my account' }).click()
  await page.waitForURL('/')
  await page.getByRole('textbox', { name: 'Your post' }).fill(words)
  await page.getByRole('button', { name: 'Post', exact: true }).click()
  await expect(cardOf(page, words)).toHaveCount(1)
  await likeOf(cardOf(page, words)).click()
  await expect(likeOf(cardOf(page, words))).toHaveAttribute('aria-pressed', 'true')
  await expect(likeOf(cardOf(page, words))).toContainText('1')
  await cardOf(page, words)
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
