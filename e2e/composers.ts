// Every place where a person writes, and an input method to write with.
import { expect } from '@playwright/test'
import type { CDPSession, Locator, Page } from '@playwright/test'
import { untilLive, writePost } from './actions.ts'
import type { Visitor } from './fixtures.ts'

export async function beginRoom(page: Page, kind: RegExp): Promise<string> {
  await page.goto('/rooms')
  await page.getByRole('textbox', { name: 'Name' }).fill(`Words ${Date.now()}`)
  await page.getByRole('radio', { name: kind }).check()
  await page.getByRole('button', { name: 'Begin the room' }).click()
  await page.waitForURL(/\/rooms\/./)
  await untilLive(page)
  return new URL(page.url()).pathname
}

export async function editOwnMessage(page: Page): Promise<Locator> {
  await page.getByRole('button', { name: 'More about' }).last().click()
  await page.getByRole('button', { name: 'Change' }).click()
  const field = page.getByRole('textbox', { name: 'Change your message' })
  await expect(field).toBeFocused()
  return field
}

/** Opens each composer, empty, by its name. */
export const composers: Record<string, (ada: Visitor) => Promise<Locator>> = {
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
export async function inputMethod(page: Page): Promise<CDPSession> {
  return page.context().newCDPSession(page)
}

export async function compose(method: CDPSession, steps: readonly string[]): Promise<void> {
  for (const text of steps) {
    await method.send('Input.imeSetComposition', {
      text,
      selectionStart: text.length,
      selectionEnd: text.length,
    })
  }
}
