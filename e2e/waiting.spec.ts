// What the page says of something that was sent and is not saved: what it waits for, or why it never will be.
import { join } from 'node:path'
import type { BrowserContext, Page } from '@playwright/test'
import pg from 'pg'
import { embeddedUrl } from '#platform/postgres/cluster-folder.ts'
import { openTestFolder } from '#platform/test-folder.ts'
import type { TestFolder } from '#platform/test-folder.ts'
import { cardOf, likeOf, untilLive } from './actions.ts'
import { expect, test } from './fixtures.ts'
import { freePort } from './free-port.ts'
import { KilledServer } from './killed-server.ts'

test.describe.configure({ mode: 'serial', timeout: 300_000 })

let folder: TestFolder
let server: KilledServer
let database: pg.Client
let context: BrowserContext
let page: Page

test.beforeAll(async ({ browser }) => {
  folder = openTestFolder()
  const port = await freePort()
  const dataDir = join(folder.path, 'data')
  server = new KilledServer(dataDir, port, folder.watch, { RATE_LIMIT: 'on' })
  await server.start()
  database = new pg.Client({ connectionString: embeddedUrl(dataDir) ?? '' })
  await database.connect()
  context = await browser.newContext({ baseURL: server.origin })
  await newPerson()
  page = await context.newPage()
  await page.goto('/')
  await untilLive(page)
})
test.afterAll(async () => {
  await context.close()
  await database.end()
  await server.stop()
  await folder.remove()
})

/** Each test has the limits of somebody new. */
async function newPerson(): Promise<void> {
  const username = `ada${Date.now()}`
  const { origin } = server
  const data = {
    email: `${username}@example.org`,
    password: 'correct horse',
    name: 'Ada',
    username,
  }
  const headers = { origin }
  await context.request.post(`${origin}/api/auth/sign-up/email`, { data, headers })
}

async function post(words: string): Promise<void> {
  await page.getByRole('textbox', { name: 'Your post' }).fill(words)
  await page.getByRole('button', { name: 'Post', exact: true }).click()
}

const onItsWay = (words: string) =>
  page.getByRole('article', { name: 'Your new post' }).filter({ hasText: words })

test('a character that the database never takes is refused at once, and what follows goes out', async () => {
  await database.query(`ALTER TABLE posts ADD CONSTRAINT plain CHECK (body !~ '🦄')`)
  await post('A 🦄 came by')
  const refused = onItsWay('A 🦄 came by')
  await expect(refused).toContainText('The database does not take this as it is.')
  await expect(refused.getByRole('button', { name: 'Try again' })).toBeVisible()
  await post('A horse came by')
  await expect(likeOf(cardOf(page, 'A horse came by'))).toBeVisible()
  await page.reload()
  await expect(refused).toContainText('The database does not take this as it is.')
  await database.query('ALTER TABLE posts DROP CONSTRAINT plain')
  await refused.getByRole('button', { name: 'Try again' }).click()
  await expect(likeOf(cardOf(page, 'A 🦄 came by'))).toBeVisible()
})

test('a server that cannot save says so, and a connection that is missing is named only then', async () => {
  await database.query(
    `CREATE FUNCTION full_disk() RETURNS TRIGGER LANGUAGE plpgsql AS
     $$ BEGIN RAISE 'no space' USING ERRCODE = '53100'; END $$;
     CREATE TRIGGER full_disk BEFORE INSERT ON posts FOR EACH ROW EXECUTE FUNCTION full_disk()`,
  )
  await post('On a full disk')
  await expect(onItsWay('On a full disk')).toContainText('The server cannot save it just now')
  await database.query('DROP TRIGGER full_disk ON posts')
  await expect(likeOf(cardOf(page, 'On a full disk'))).toBeVisible({ timeout: 30_000 })
  await context.setOffline(true)
  await post('In a tunnel')
  await expect(onItsWay('In a tunnel')).toContainText('as soon as there is a connection')
  await context.setOffline(false)
  await expect(likeOf(cardOf(page, 'In a tunnel'))).toBeVisible({ timeout: 30_000 })
})

test('a limit says how long, also after a reload, and ends', async () => {
  await newPerson()
  await page.goto('/')
  await untilLive(page)
  for (let index = 0; index < 25; index += 1) await post(`One of many ${index}`)
  const last = onItsWay('One of many 24')
  await expect(last).toContainText(/it goes out in \d+ s\./)
  await page.reload()
  await untilLive(page)
  await expect(last).toContainText(/it goes out in \d+ s\./)
  await expect(last).not.toContainText('connection')
  const seconds = async () => Number(/in (\d+) s/.exec(await last.innerText())?.[1])
  const first = await seconds()
  await expect.poll(seconds).toBeLessThan(first)
  await expect(likeOf(cardOf(page, 'One of many 24'))).toBeVisible({ timeout: 90_000 })
})
