// Bookmarks: on all tabs of one person at once, with plain forms where there are no scripts, and on their own page.
import type { Locator, Page } from '@playwright/test'
import { cardOf, tell, untilLive, writePost } from './actions.ts'
import { expect, test } from './fixtures.ts'

function bookmarkOf(card: Locator): Locator {
  return card.getByRole('button', { name: 'Bookmark' })
}

/** Waits until the server has what was pressed last: the button is as it is on a fresh page. */
async function untilKept(page: Page, words: string, pressed: 'true' | 'false'): Promise<void> {
  await page.reload()
  await expect(bookmarkOf(cardOf(page, words))).toHaveAttribute('aria-pressed', pressed)
}

test('a bookmark is on the other tab and in its list at once, and so is its end', async ({
  person,
}) => {
  const { page: feed, context } = await person('Ada')
  const words = `To be kept ${Date.now()}`
  await feed.goto('/')
  await writePost(feed, words)
  const list = await context.newPage()
  await list.goto('/bookmarks')
  await expect(list.getByText('Nothing kept yet.')).toBeVisible()
  await Promise.all([untilLive(feed), untilLive(list)])

  await bookmarkOf(cardOf(feed, words)).click()
  await expect(bookmarkOf(cardOf(feed, words))).toHaveAttribute('aria-pressed', 'true')
  await expect(cardOf(list, words)).toBeVisible()
  await untilKept(feed, words, 'true')

  await bookmarkOf(cardOf(list, words)).click()
  await expect(cardOf(list, words)).toHaveCount(0)
  await expect(list.getByText('Nothing kept yet.')).toBeVisible()
  await expect(bookmarkOf(cardOf(feed, words))).toHaveAttribute('aria-pressed', 'false')
  await untilKept(feed, words, 'false')
})

test.describe('without a network', () => {
  test.use({ expectedErrors: ['ERR_INTERNET_DISCONNECTED'] })

  test('a bookmark that is set is sent when it is back', async ({ person }) => {
    const { page, context } = await person('Ada')
    const words = `On the train ${Date.now()}`
    await page.goto('/')
    await writePost(page, words)
    await untilLive(page)
    await context.setOffline(true)
    await bookmarkOf(cardOf(page, words)).click()
    await expect(bookmarkOf(cardOf(page, words))).toHaveAttribute('aria-pressed', 'true')
    await context.setOffline(false)
    await untilLive(page)
    await expect(async () => {
      const other = await context.newPage()
      await other.goto('/bookmarks')
      await expect(cardOf(other, words)).toBeVisible({ timeout: 1000 })
      await other.close()
    }).toPass()
  })
})

test('the menu leads there, the newest bookmark comes first, and a deleted post goes', async ({
  person,
}) => {
  const { page, context } = await person('Ada')
  const stamp = Date.now()
  await page.goto('/')
  const ids: string[] = []
  for (let index = 1; index <= 22; index += 1) {
    ids.push((await writePost(page, `Number ${index} of ${stamp}.`)).replace('/posts/', ''))
  }
  // The oldest post is bookmarked last.
  for (const postId of ids.toReversed()) await tell(context.request, { type: 'bookmark', postId })
  await page.getByRole('button', { name: 'Menu of Ada' }).click()
  await page.getByRole('menuitem', { name: 'Bookmarks' }).click()
  await page.waitForURL('/bookmarks')
  const cards = page.getByRole('article', { name: /^Post by/ })
  await expect(cards).toHaveCount(20)
  await expect(cards.first()).toContainText(`Number 1 of ${stamp}.`)
  await page.getByRole('link', { name: 'Older bookmarks' }).click()
  await page.waitForURL(/before=/)
  await expect(cards).toHaveCount(2)
  await expect(cards.last()).toContainText(`Number 22 of ${stamp}.`)
  await untilLive(page)
  await tell(context.request, { type: 'deletePost', postId: ids.at(-1) })
  await expect(cards).toHaveCount(1)
})

test('whoever is not signed in is asked to, and comes back', async ({ stranger }) => {
  const page = await stranger()
  await page.goto('/bookmarks')
  await expect(page).toHaveURL(/\/sign-in\?back=(%2F|\/)bookmarks$/)
})

test.describe('without scripts', () => {
  test.use({ javaScriptEnabled: false })

  test('a post is bookmarked, found on the page and taken off there', async ({ page, person }) => {
    const visitor = await person('Noor')
    const words = `Plainly kept ${Date.now()}`
    await visitor.page.goto('/')
    await writePost(visitor.page, words)
    await page.context().addCookies(await visitor.context.cookies())
    await page.goto('/')
    await bookmarkOf(cardOf(page, words)).click()
    await page.waitForURL(/\/#post-/)
    await expect(bookmarkOf(cardOf(page, words))).toHaveAttribute('aria-pressed', 'true')
    await page.goto('/bookmarks')
    await expect(bookmarkOf(cardOf(page, words))).toHaveAttribute('aria-pressed', 'true')
    await bookmarkOf(cardOf(page, words)).click()
    await page.waitForURL(/\/bookmarks#post-/)
    await expect(page.getByText('Nothing kept yet.')).toBeVisible()
    await page.getByRole('link', { name: 'Find a post' }).click()
    await expect(bookmarkOf(cardOf(page, words))).toHaveAttribute('aria-pressed', 'false')
  })
})
