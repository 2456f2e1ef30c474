// What people do with drafts, in the words of the pages.
import { expect } from '@playwright/test'
import type { Locator, Page } from '@playwright/test'

export function editor(page: Page): Locator {
  return page.getByRole('textbox', { name: 'The text of the draft' })
}

/** Waits until the page writes along. */
export async function untilJoined(page: Page): Promise<void> {
  await expect(page.getByText('Live', { exact: true }).last()).toBeVisible()
  await expect(editor(page)).toBeVisible()
}

/** Begins a draft; its address. */
export async function beginDraft(page: Page): Promise<string> {
  await page.goto('/drafts')
  await page.getByRole('button', { name: 'Begin a draft' }).click()
  await page.waitForURL(/\/drafts\/.+/)
  await untilJoined(page)
  return new URL(page.url()).pathname
}

/** Asks somebody to the draft that the page shows. */
export async function ask(page: Page, handle: string): Promise<void> {
  await page.getByRole('textbox', { name: 'Handle of the person to ask' }).fill(handle)
  await page.getByRole('button', { name: 'Ask', exact: true }).click()
  await expect(page.getByRole('button', { name: /^Remove/ })).toBeVisible()
}

/** Says yes to writing a draft that one was asked to. */
export async function accept(page: Page, draft: string): Promise<void> {
  await page.goto(draft)
  await page.getByRole('button', { name: 'Write along' }).click()
  await expect(page.getByRole('button', { name: 'Leave this draft' })).toBeVisible()
}
