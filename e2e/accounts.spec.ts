// People come in: sign up, sign in, and what a reader without an account wanted to do.
import { randomBytes } from 'node:crypto'
import { cardOf, likeOf, untilLive, writePost } from './actions.ts'
import { expect, test } from './fixtures.ts'

test('somebody signs up, writes, signs out and in again', async ({ page }) => {
  const username = `mira_${randomBytes(4).toString('hex')}`
  await page.goto('/sign-up')
  await page.getByLabel('Name', { exact: true }).fill('Mira')
  await page.getByLabel('Handle').fill(username)
  await page.getByLabel('Email').fill(`${username}@example.org`)
  await page.getByLabel('Password', { exact: true }).fill('correct horse')
  await page.getByRole('main').getByRole('button', { name: 'Make my account' }).click()
  await page.waitForURL('/')
  await writePost(page, `Hello from ${username}`)
  await page.goto(`/@${username}`)
  await expect(page.getByRole('heading', { name: 'Mira' })).toBeVisible()
  await expect(cardOf(page, `Hello from ${username}`)).toBeVisible()
  await page.getByRole('button', { name: 'Menu of Mira' }).click()
  await page.getByRole('menuitem', { name: 'Sign out' }).click()
  await page.getByRole('banner').getByRole('link', { name: 'Sign in' }).click()
  await page.getByLabel('Email or handle').fill(username)
  await page.getByLabel('Password', { exact: true }).fill('wrong horse')
  await page.getByRole('main').getByRole('button', { name: 'Sign in' }).click()
  await expect(page.getByText('The name or the password is not right.')).toBeVisible()
  await page.getByLabel('Password', { exact: true }).fill('correct horse')
  await page.getByRole('main').getByRole('button', { name: 'Sign in' }).click()
  await page.waitForURL('/')
  await expect(page.getByRole('textbox', { name: 'Your post' })).toBeVisible()
})

test('a reader who presses Like signs in, and the like is done', async ({ person, stranger }) => {
  const ada = await person('Ada')
  const bob = await person('Bob')
  const words = `Worth a like ${Date.now()}`
  await ada.page.goto('/')
  await writePost(ada.page, words)
  await untilLive(ada.page)
  const reader = await stranger()
  await reader.goto('/')
  await cardOf(reader, words).getByRole('link', { name: 'Like' }).click()
  await reader.waitForURL(/\/sign-in/)
  await reader.getByLabel('Email or handle').fill(bob.username)
  await reader.getByLabel('Password', { exact: true }).fill(bob.password)
  await reader.getByRole('main').getByRole('button', { name: 'Sign in' }).click()
  await expect(likeOf(cardOf(reader, words))).toHaveAttribute('aria-pressed', 'true')
  await expect(likeOf(cardOf(ada.page, words))).toContainText('1')
})

test('a profile is edited in place, and others see it', async ({ person }) => {
  const ada = await person('Ada')
  const bob = await person('Bob')
  await ada.page.goto(`/@${ada.username}`)
  await bob.page.goto(`/@${ada.username}`)
  await untilLive(bob.page)
  await ada.page
    .getByRole('link', { name: /edit/i })
    .or(ada.page.getByRole('button', { name: /edit/i }))
    .first()
    .click()
  await ada.page.getByLabel('Name', { exact: true }).fill('Ada L.')
  await ada.page.getByLabel(/about|words/i).fill('Counts things.')
  await ada.page.getByRole('button', { name: 'Save' }).click()
  await expect(bob.page.getByRole('heading', { name: 'Ada L.' })).toBeVisible()
  await expect(bob.page.getByText('Counts things.')).toBeVisible()
})

test('links and mentions lead where they say, and nothing else is markup', async ({ person }) => {
  const ada = await person('Ada')
  await ada.page.goto('/')
  const marker = `<b>not bold</b> javascript:alert(1) ${Date.now()}`
  await ada.page
    .getByRole('textbox', { name: 'Your post' })
    .fill(`See https://example.org/a and @${ada.username}, ${marker}`)
  await ada.page.getByRole('button', { name: 'Post', exact: true }).click()
  const card = cardOf(ada.page, marker)
  await expect(card.getByRole('link', { name: 'example.org/a' })).toHaveAttribute(
    'href',
    'https://example.org/a',
  )
  await expect(card.getByRole('link', { name: `@${ada.username}` }).last()).toHaveAttribute(
    'href',
    `/@${ada.username}`,
  )
  await expect(card.locator('b')).toHaveCount(0)
  await expect(card.locator('a[href^="javascript"]')).toHaveCount(0)
})
