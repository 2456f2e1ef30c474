// A shared inbox: a team answers people outside, who have no account.
import type { Page } from '@playwright/test'
import { bringIn, untilLive } from './actions.ts'
import { expect, test } from './fixtures.ts'

async function beginInbox(page: Page, name: string): Promise<string> {
  await page.goto('/rooms')
  await page.getByRole('textbox', { name: 'Name' }).fill(name)
  await page.getByRole('radio', { name: /shared inbox/ }).check()
  await page.getByRole('button', { name: 'Begin the room' }).click()
  await expect(page.getByRole('heading', { name })).toBeVisible()
  await untilLive(page)
  return new URL(page.url()).pathname
}

function write(page: Page, words: string): Promise<void> {
  const field = page.getByRole('textbox', { name: /^Message to/ })
  return field.fill(words).then(() => field.press('Enter'))
}

test('a link that is withdrawn says so on the open page, and what was being written stays', async ({
  person,
  stranger,
}) => {
  const ada = await person('Ada')
  const inbox = await beginInbox(ada.page, `Shop ${Date.now()}`)
  const visitor = await stranger()
  await visitor.goto(inbox.replace('/rooms/', '/inbox/'))
  await visitor.getByRole('textbox', { name: 'Your name' }).fill('Vera')
  await visitor.getByRole('textbox', { name: 'Your message' }).fill('Are you open today?')
  await visitor.getByRole('button', { name: 'Send' }).click()
  await untilLive(visitor)
  await visitor.getByRole('textbox', { name: /^Message to/ }).fill('One more thing')
  await ada.page.getByRole('link', { name: /Vera/ }).click()
  await ada.page.getByRole('button', { name: 'Link for the person outside' }).click()
  await ada.page.getByRole('button', { name: 'Withdraw the link' }).click()
  const notice = visitor.getByRole('heading', { name: 'This link no longer opens anything' })
  await expect(notice).toBeVisible()
  await expect(visitor.getByText('One more thing')).toBeVisible()
})

test('a visitor without an account writes, one of the team answers, and it is opened again', async ({
  person,
  stranger,
  expectedErrors,
}) => {
  expectedErrors.push('net::ERR_INTERNET_DISCONNECTED')
  const ada = await person('Ada')
  const bob = await person('Bob')
  const inbox = await beginInbox(ada.page, `Shop ${Date.now()}`)
  await bringIn(ada.page, bob)
  await bob.page.goto(inbox)
  await untilLive(bob.page)

  const visitor = await stranger()
  await visitor.goto(inbox.replace('/rooms/', '/inbox/'))
  await visitor.getByRole('textbox', { name: 'Your name' }).fill('Vera')
  await visitor.getByRole('textbox', { name: 'Your message' }).fill('Are you open today?')
  await visitor.getByRole('button', { name: 'Send' }).click()
  await expect(visitor.getByRole('article', { name: 'Your message' })).toContainText('open today')
  await untilLive(visitor)

  for (const { page } of [ada, bob]) {
    await expect(page.getByRole('link', { name: /Vera/ })).toContainText('Nobody looks after it')
  }
  await bob.page.getByRole('link', { name: /Vera/ }).click()
  await bob.page.getByRole('combobox', { name: 'Looked after by' }).selectOption({ label: 'Bob' })
  await expect(ada.page.getByRole('link', { name: /Vera/ })).toContainText('Looked after by Bob')
  await write(bob.page, 'Until six.')
  const answer = visitor.getByRole('article', { name: /^Message by Shop/ })
  await expect(answer).toContainText('Until six.')
  await expect(visitor.getByText('Bob')).toBeHidden()

  await bob.page.getByRole('button', { name: 'Mark done' }).click()
  await expect(bob.page.getByRole('button', { name: 'Open again' })).toBeVisible()
  await expect(ada.page.getByText('Nothing is left to answer.')).toBeVisible()
  await visitor.context().setOffline(true)
  await write(visitor, 'And tomorrow?')
  await expect(visitor.getByText('It goes out as soon as there is a connection')).toBeVisible()
  await visitor.context().setOffline(false)
  await expect(visitor.getByText('It goes out as soon as there is a connection')).toBeHidden()
  await expect(visitor.getByRole('article', { name: 'Your message' })).toHaveCount(2)
  await expect(ada.page.getByRole('link', { name: /Vera/ })).toBeVisible()
  await expect(bob.page.getByRole('button', { name: 'Mark done' })).toBeVisible()
  await visitor.reload()
  await expect(visitor.getByRole('article')).toHaveCount(3)
})

test('how an inbox is open to the world is shown as it was saved', async ({ person }) => {
  const { page } = await person('Ada')
  await beginInbox(page, `Shop ${Date.now()}`)
  await page.getByRole('link', { name: 'Settings' }).click()
  const open = page.getByRole('checkbox', { name: /Anybody may write/ })
  for (const isOpen of [false, true]) {
    await open.setChecked(isOpen)
    await page.getByRole('button', { name: 'Save' }).click()
    await expect(page.getByText('Saved.')).toBeVisible()
    await expect(open).toBeChecked({ checked: isOpen })
    await page.reload()
    await expect(open).toBeChecked({ checked: isOpen })
  }
})

test('[I2][I3] a gateway hands messages in with the key; what is wrong is named', async ({
  person,
  request,
}) => {
  const { page } = await person('Ada')
  const inbox = await beginInbox(page, `Texts ${Date.now()}`)
  await page.getByRole('link', { name: 'Settings' }).click()
  const key = await page.getByRole('textbox', { name: 'Key' }).inputValue()
  const origin = process.env['E2E_ORIGIN'] ?? ''
  const url = `${origin}${inbox.replace('/rooms/', '/api/inbox/')}/messages`
  const headers = { authorization: `Bearer ${key}` }
  const from = { address: '+49 151 000', name: 'Vera' }
  const data = { from, body: 'Is my order there?', ref: 'sms-1' }
  const first = await request.post(url, { headers, data })
  expect(first.status()).toBe(201)
  // A gateway that is not sure sends again.
  expect(await (await request.post(url, { headers, data })).json()).toEqual(await first.json())
  for (const [sent, status, words] of [
    [{ headers: {}, data }, 401, 'key'],
    [{ headers: { authorization: 'Bearer guessed' }, data }, 401, 'key'],
    [{ headers, data: { from, body: '' } }, 400, 'body'],
    [{ headers, data: { body: 'x' } }, 400, 'from'],
    [{ headers, data: Buffer.from('{') }, 400, 'JSON'],
  ] as const) {
    const answer = await request.post(url, sent)
    expect(answer.status()).toBe(status)
    expect(((await answer.json()) as { message: string }).message).toContain(words)
  }
  await page.getByRole('link', { name: 'Open', exact: true }).click()
  await page.getByRole('link', { name: /Vera/ }).click()
  await expect(page.getByRole('article', { name: 'Message by Vera' })).toHaveCount(1)
})

test.describe('without scripts', () => {
  test('a visitor begins a conversation and goes on with it', async ({
    person,
    browser,
    baseURL,
  }) => {
    const { page } = await person('Ada')
    const inbox = await beginInbox(page, `Desk ${Date.now()}`)
    const context = await browser.newContext({ javaScriptEnabled: false, baseURL: baseURL ?? '' })
    const visitor = await context.newPage()
    await visitor.goto(inbox.replace('/rooms/', '/inbox/'))
    await visitor.getByRole('textbox', { name: 'Your name' }).fill('Vera')
    await visitor.getByRole('textbox', { name: 'Your message' }).fill('Hello?')
    await visitor.getByRole('button', { name: 'Send' }).click()
    await expect(visitor.getByRole('article', { name: 'Your message' })).toContainText('Hello?')
    await visitor.getByRole('textbox', { name: /^Message to/ }).fill('Anybody there?')
    await visitor.getByRole('button', { name: 'Send' }).click()
    await expect(visitor.getByRole('article', { name: 'Your message' })).toHaveCount(2)
    await expect(page.getByRole('link', { name: /Vera/ })).toContainText('2 unread')
    await context.close()
  })
})
