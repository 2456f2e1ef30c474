// Readers without an account share one rendering: nobody's own state is in it, and it is never older than it may be.
import { untilLive, writePost } from './actions.ts'
import { expect, test } from './fixtures.ts'

test('a page without an account is sent once, asked for again by its tag, and new when something changes', async ({
  person,
  playwright,
  baseURL,
}) => {
  const ada = await person('Ada')
  const words = `Shared ${Date.now()}`
  await ada.page.goto('/')
  const path = await writePost(ada.page, words)
  const stranger = await playwright.request.newContext({ baseURL: baseURL ?? '' })
  const page = await stranger.get(path)
  expect((await page.text()).includes(words)).toBe(true)
  const { etag = '', 'content-security-policy': policy = '' } = page.headers()
  const scripts = /script-src ([^;]*)/.exec(policy)?.[1] ?? ''
  expect(scripts).toContain("'sha256-")
  expect(scripts).not.toContain('nonce-')
  const again = await stranger.get(path, { headers: { 'if-none-match': etag } })
  expect(again.status()).toBe(304)
  // Whoever is signed in has a page of their own, before and after.
  const own = await ada.context.request.get(path)
  expect(own.headers()['content-security-policy']).toContain('nonce-')
  expect((await own.text()).includes('Your profile')).toBe(true)
  expect((await (await stranger.get(path)).text()).includes('Your profile')).toBe(false)

  await ada.page.goto(path)
  await untilLive(ada.page)
  await ada.page.getByRole('textbox', { name: 'Your comment' }).fill('A new comment')
  await ada.page.getByRole('button', { name: 'Send', exact: true }).click()
  await expect
    .poll(async () => (await (await stranger.get(path)).text()).includes('A new comment'))
    .toBe(true)

  // What is deleted is gone at once.
  await ada.page.getByRole('link', { name: 'Delete this post' }).click()
  await ada.page.getByRole('button', { name: 'Delete' }).click()
  await expect.poll(async () => (await stranger.get(path)).status(), { timeout: 2000 }).toBe(404)
  expect((await (await stranger.get('/')).text()).includes(words)).toBe(false)
  await stranger.dispose()
})
