// What people do on the pages, in the words of the pages.
import { randomUUID } from 'node:crypto'
import { expect } from '@playwright/test'
import type { APIRequestContext, Locator, Page } from '@playwright/test'
import type { Visitor } from './fixtures.ts'

/** The card of the post with these words. */
export function cardOf(page: Page, words: string): Locator {
  return page.getByRole('article', { name: /^Post by/ }).filter({ hasText: words })
}

/** The posts by somebody; a feed also shows those that other tests write meanwhile. */
export function postsBy(page: Page, username: string): Locator {
  const author = page.locator(`a[href="/@${username}"]`)
  return page.getByRole('article', { name: /^Post by/ }).filter({ has: author })
}

export function likeOf(card: Locator): Locator {
  return card.getByRole('button', { name: 'Like' })
}

/** Waits until the page follows what happens. */
export async function untilLive(page: Page): Promise<void> {
  await expect(page.getByRole('button', { name: 'Connection: Live' })).toBeVisible()
}

/** Writes a post on the feed and waits until the server has it; its address. */
export async function writePost(
  page: Page,
  words: string,
  card = cardOf(page, words),
): Promise<string> {
  await page.getByRole('textbox', { name: 'Your post' }).fill(words)
  await page.getByRole('button', { name: 'Post', exact: true }).click()
  await expect(likeOf(card)).toBeVisible()
  const id = await card.getAttribute('id')
  return `/posts/${id?.replace('post-', '') ?? ''}`
}

export async function writeComment(page: Page, words: string): Promise<void> {
  await page.getByRole('textbox', { name: 'Your comment' }).fill(words)
  await page.getByRole('button', { name: 'Send', exact: true }).click()
}

/** Gives the server a command as a script would, with the window's session. */
export async function tell(request: APIRequestContext, command: object): Promise<void> {
  const response = await request.post('/live/commands', {
    headers: { origin: process.env['E2E_ORIGIN'] ?? '' },
    data: { ref: randomUUID(), ...command },
  })
  expect(response.ok(), await response.text()).toBe(true)
}

/** Asks somebody into the room that the page shows. */
export async function askIn(page: Page, handle: string): Promise<void> {
  await page.getByRole('button', { name: /(person|people) in this room/ }).click()
  const field = page.getByRole('textbox', { name: /Handle of the person/ })
  await field.fill(`@${handle}`)
  await page.getByRole('button', { name: 'Ask in' }).click()
  await expect(field).toHaveValue('')
  await page.keyboard.press('Escape')
}

/** Asks somebody into the room that the page shows, has them say yes, and waits until they are in. */
export async function bringIn(page: Page, guest: Visitor): Promise<void> {
  const people = page.getByRole('button', { name: /(person|people) in this room/ })
  const before = Number(await people.innerText())
  await askIn(page, guest.username)
  const roomId = new URL(page.url()).pathname.replace('/rooms/', '')
  await tell(guest.context.request, { type: 'joinRoom', roomId })
  await expect(people).toHaveText(String(before + 1))
}
