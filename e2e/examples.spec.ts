// Apps of their own on the packed engine, in a real browser.
import { expect, test } from '@playwright/test'
import type { Browser, Page } from '@playwright/test'
import { startExample } from './example-app.ts'

// Each is installed, checked, built and started first.
test.setTimeout(300_000)

const open = async (browser: Browser, url: string, javaScriptEnabled = true): Promise<Page> => {
  const page = await (await browser.newContext({ javaScriptEnabled })).newPage()
  await page.goto(url)
  return page
}

test('a tweet: every open window follows, without scripts too, and kill -9 loses nothing', async ({
  browser,
}) => {
  const app = await startExample('tweet')
  try {
    const [one, other] = [await open(browser, app.url), await open(browser, app.url)]
    const plain = await open(browser, app.url, false)
    const held = await (await browser.newContext()).newPage()
    // A network that lets no event streams through.
    await held.route('**/live/sse*', (route) => route.abort())
    await held.goto(app.url)
    const likes = (page: Page, count: number) =>
      expect(page.getByRole('button')).toHaveText(`${count} ♥`)
    for (const page of [one, other, plain, held]) await likes(page, 0)
    await plain.getByRole('button').click()
    for (const page of [one, other, plain, held]) await likes(page, 1)
    // Of two that come at once none is lost.
    await Promise.all([one.getByRole('button').click(), other.getByRole('button').click()])
    for (const page of [one, other, held]) await likes(page, 3)
    await app.killAndRestart()
    await one.getByRole('button').click()
    for (const page of [one, other, held]) await likes(page, 4)
    await likes(await open(browser, app.url), 4)
  } finally {
    await app.stop()
  }
})

test('a room: who is here, what is said, and whispers between two alone', async ({ browser }) => {
  const app = await startExample('chat')
  const enter = async (name: string, scripts = true): Promise<Page> => {
    const page = await open(browser, app.url, scripts)
    await page.getByPlaceholder('Your name').fill(name)
    await page.getByRole('button').click()
    await expect(page.getByRole('button', { name: 'Say' })).toBeVisible()
    return page
  }
  try {
    const [ada, bob, eve] = [await enter('Ada'), await enter('Bob'), await enter('Eve')]
    await expect(ada.getByText('Here now')).toContainText('Ada, Bob, Eve')
    await ada.getByLabel('Say').fill('Hello all')
    await ada.getByRole('button', { name: 'Say' }).click()
    await ada.getByLabel('To').fill('Bob')
    await ada.getByLabel('Whisper').fill('psst')
    await ada.getByRole('button', { name: 'Whisper' }).click()
    const both = ['Ada: Hello all', 'Ada to Bob: psst']
    for (const page of [ada, bob]) await expect(page.getByRole('listitem')).toHaveText(both)
    await expect(eve.getByRole('listitem')).toHaveText(['Ada: Hello all'])
    const plain = await enter('Nos', false)
    await plain.getByLabel('Say').fill('Without scripts')
    await plain.getByRole('button', { name: 'Say' }).click()
    await expect(ada.getByRole('listitem')).toHaveText([...both, 'Nos: Without scripts'])
    // What is refused comes back with a sentence, and what was typed.
    await plain.getByLabel('Say').fill('x'.repeat(600))
    await plain.getByRole('button', { name: 'Say' }).click()
    await expect(plain.getByRole('alert')).toContainText('words')
    await expect(plain.getByLabel('Say')).toHaveValue('x'.repeat(600))
    for (const page of [bob, eve]) await page.reload()
    await expect(bob.getByRole('listitem')).toHaveText([...both, 'Nos: Without scripts'])
    await expect(eve.getByRole('listitem')).toHaveText(['Ada: Hello all', 'Nos: Without scripts'])
  } finally {
    await app.stop()
  }
})
