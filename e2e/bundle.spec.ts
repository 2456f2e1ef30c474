// What browsers load: no code of the server, and no reader of schemas before it is needed.
import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { untilLive } from './actions.ts'
import { expect, test } from './fixtures.ts'

const root = join(import.meta.dirname, '..')
/** Words that stand in the server's code, and that no minifier changes. */
const ofTheServer =
  /pg_advisory|INSERT INTO|"node:|PrismaClient|better-auth\/|DATABASE_URL|NEXT_SERVER_ACTIONS/
const ofSchemas = 'invalid_union'

test('no script that a browser may ask for holds code of the server', async ({ page, request }) => {
  await page.goto('/')
  const loaded = (await page.content()).match(/\/_next\/static\/[^"'\\ ]+\.js/g) ?? []
  const [first = ''] = loaded
  expect((await request.get(first)).status()).toBe(200)
  // The build that this server runs on is the one that has it.
  const name = first.replace('/_next/static/', '')
  const build = readdirSync(root)
    .filter((each) => each.startsWith('.next-'))
    .find((each) => {
      const files = readdirSync(join(root, each, 'static'), { recursive: true }).map(String)
      return files.includes(name)
    })
  const scripts = join(root, build ?? '', 'static')
  const files = readdirSync(scripts, { recursive: true }).map(String)
  const found = files.filter((each) => each.endsWith('.js'))
  expect(found.length).toBeGreaterThan(10)
  const breaches = found.flatMap((each) => {
    const [words] = ofTheServer.exec(readFileSync(join(scripts, each), 'utf8')) ?? []
    return words === undefined ? [] : [`${each}: ${words}`]
  })
  expect(breaches).toEqual([])
})

test('the first page loads no reader of schemas', async ({ stranger }) => {
  const page = await stranger()
  const bodies: Promise<string>[] = []
  page.on('response', (response) => {
    if (response.url().endsWith('.js')) bodies.push(response.text())
  })
  await page.goto('/')
  await untilLive(page)
  const scripts = await Promise.all(bodies)
  expect(scripts.length).toBeGreaterThan(3)
  expect(scripts.filter((each) => each.includes(ofSchemas))).toHaveLength(0)
})
