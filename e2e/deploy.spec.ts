// A new version is built beside the running server and takes its place: pages that are open go on, and lose nothing.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync, renameSync } from 'node:fs'
import { join } from 'node:path'
import { randomUUID } from 'node:crypto'
import type { APIRequestContext, Page } from '@playwright/test'
import { openTestFolder } from '#platform/test-folder.ts'
import { cardOf, likeOf, untilLive, writePost } from './actions.ts'
import { copyTree } from './copied-tree.ts'
import type { CopiedTree } from './copied-tree.ts'
import { expect, test as base } from './fixtures.ts'
import { freePort } from './free-port.ts'
import { KilledServer } from './killed-server.ts'

interface Deployed {
  tree: CopiedTree
  server: KilledServer
  /** Builds as `npm run build` does; its exit code. */
  build(): Promise<number>
}

const test = base.extend<object, { deployed: Deployed }>({
  deployed: [
    async ({}, use) => {
      const tree = copyTree()
      const folder = openTestFolder()
      const dataDir = join(folder.path, 'data')
      const server = new KilledServer(dataDir, await freePort(), folder.watch, {}, tree.path)
      const build = async (): Promise<number> => {
        const child = spawn(process.execPath, ['scripts/build.mjs'], {
          cwd: tree.path,
          stdio: 'ignore',
          env: { ...process.env, DATA_DIR: dataDir },
        })
        const [code] = (await once(child, 'exit')) as [number]
        return code
      }
      expect(await build()).toBe(0)
      await server.start()
      await use({ tree, server, build })
      await server.stop()
      await folder.remove()
      tree.remove()
    },
    { scope: 'worker', timeout: 240_000 },
  ],
  baseURL: async ({ deployed }, use) => use(deployed.server.origin),
})

test.setTimeout(240_000)
// One after the other on one server: it takes two builds.
test.describe.configure({ mode: 'default' })

/** What the page that is there now asks for, beside itself. */
async function assetsOf(page: Page): Promise<string[]> {
  const html = await page.content()
  return [...new Set(html.match(/\/_next\/static\/[^"'\\ ]+\.(?:js|css|woff2)/g))].toSorted()
}

/** The statuses of all that is asked for, over and over until `work` is done. */
async function statusesDuring(
  request: APIRequestContext,
  paths: readonly string[],
  work: Promise<unknown>,
): Promise<Set<number>> {
  const statuses = new Set<number>()
  let isDone = false
  void work.finally(() => (isDone = true))
  while (!isDone) {
    for (const path of paths) {
      statuses.add((await request.get(path)).status())
    }
  }
  return statuses
}

/** Types into a field of a page. */
async function type(
  page: Page,
  path: string,
  field: string | RegExp,
  words: string,
): Promise<void> {
  await page.goto(path)
  await page.getByRole('textbox', { name: field }).fill(words)
}

test('pages that are open over a deploy go on, with and without scripts', async ({
  browser,
  person,
  deployed: { tree, server, build },
  expectedErrors,
}) => {
  // While the server is away, and where an action is gone.
  expectedErrors.push('Failed to load resource', 'ERR_', 'WebSocket', 'UnrecognizedActionError')
  const ada = await person('Ada')
  const { request } = ada.context
  const made = await request.post('/live/commands', {
    headers: { origin: server.origin },
    data: { type: 'createRoom', ref: randomUUID(), kind: 'public', name: 'Kiln' },
  })
  const roomId = ((await made.json()) as { result: { own: { room: { id: string } } } }).result.own
    .room.id
  await ada.page.goto('/')
  const post = await writePost(ada.page, 'From before')
  const assets = await assetsOf(ada.page)
  expect(assets.length).toBeGreaterThan(5)

  const open = {
    feed: ada.page,
    post: await ada.context.newPage(),
    rooms: await ada.context.newPage(),
    talk: await ada.context.newPage(),
  }
  await type(open.feed, '/', 'Your post', 'Typed before, scripted')
  await type(open.post, post, 'Your comment', 'A scripted comment')
  await type(open.rooms, '/rooms', 'Name', 'A scripted room')
  await type(open.talk, `/rooms/${roomId}`, /^Message to/, 'A scripted message')
  for (const page of Object.values(open)) await untilLive(page)
  const plainContext = await browser.newContext({
    javaScriptEnabled: false,
    baseURL: server.origin,
  })
  await plainContext.addCookies(await ada.context.cookies())
  const plain = async (path: string, field: string | RegExp, words: string) => {
    const page = await plainContext.newPage()
    await type(page, path, field, words)
    return page
  }
  const plainFeed = await plain('/', 'Your post', 'Typed before, plain')
  const plainPost = await plain(post, 'Your comment', 'A plain comment')
  const plainTalk = await plain(`/rooms/${roomId}`, /^Message to/, 'A plain message')
  const plainProfile = await plain(`/@${ada.username}?edit=1`, 'About you', 'Plainly me')
  const plainRooms = await plain('/rooms', 'Name', '<b>A plain room</b> & more')

  tree.edit(
    'app/room-actions.ts',
    'export async function createRoom(',
    'export async function beginRoom(',
  )
  tree.edit('app/rooms/page.tsx', 'createRoom', 'beginRoom')
  tree.edit('features/rooms/ui/new-room-forms.tsx', 'Begin the room', 'Begin a room')
  const building = build()
  expect([...(await statusesDuring(request, [...assets, '/', post], building))]).toEqual([200])
  expect(await building).toBe(0)
  expect(await server.stop()).toBe(0)
  await server.start()

  // What the pages of before ask for is there, and so is something new.
  for (const path of assets) expect((await request.get(path)).status(), path).toBe(200)
  const anew = await ada.context.newPage()
  await anew.goto('/rooms')
  expect(await assetsOf(anew)).not.toEqual(assets)
  await expect(anew.getByRole('button', { name: 'Begin a room' })).toBeVisible()

  await open.feed.getByRole('button', { name: 'Post', exact: true }).click()
  await expect(likeOf(cardOf(open.feed, 'Typed before, scripted'))).toBeVisible({ timeout: 30_000 })
  await open.post.getByRole('button', { name: 'Send', exact: true }).click()
  const comments = open.post.getByRole('article', { name: 'Comment by Ada' })
  await expect(comments.filter({ hasText: 'A scripted comment' })).toBeVisible({ timeout: 30_000 })
  await open.talk.getByRole('button', { name: 'Send', exact: true }).click()
  const talk = open.talk.getByRole('article', { name: /^Message by/ })
  await expect(talk.filter({ hasText: 'A scripted message' })).toBeVisible({ timeout: 30_000 })
  await open.rooms.getByRole('button', { name: 'Begin the room' }).click()
  await expect(open.rooms.getByText('Hubbub was updated.')).toBeVisible()
  await expect(open.rooms.getByRole('textbox', { name: 'Name' })).toHaveValue('A scripted room')

  await plainFeed.getByRole('button', { name: 'Post', exact: true }).click()
  await expect(cardOf(plainFeed, 'Typed before, plain')).toBeVisible()
  await plainPost.getByRole('button', { name: 'Send', exact: true }).click()
  const plainComments = plainPost.getByRole('article', { name: 'Comment by Ada' })
  await expect(plainComments.filter({ hasText: 'A plain comment' })).toBeVisible()
  await plainTalk.getByRole('button', { name: 'Send', exact: true }).click()
  const messages = plainTalk.getByRole('article', { name: /^Message by/ })
  await expect(messages.filter({ hasText: 'A plain message' })).toBeVisible()
  await plainProfile.getByRole('button', { name: 'Save', exact: true }).click()
  await expect(plainProfile.getByText('Plainly me')).toBeVisible()
  await plainRooms.getByRole('button', { name: 'Begin the room' }).click()
  await expect(plainRooms.getByRole('heading', { name: 'Hubbub was updated' })).toBeVisible()
  await expect(plainRooms.getByLabel('You wrote')).toHaveValue('<b>A plain room</b> & more')
  await plainRooms.getByRole('link', { name: 'Open the page again' }).click()
  await expect(plainRooms.getByRole('button', { name: 'Begin a room' })).toBeVisible()
  await plainContext.close()
})

test('a server that has started reads no more code of its pages', async ({
  stranger,
  deployed: { tree, server },
}) => {
  await server.stop()
  await server.start()
  const build = readdirSync(tree.path).filter((name) => /^\.next-[0-9a-f]+$/.test(name))
  const [chunks, aside] = ['chunks', 'aside'].map((name) =>
    build.map((folder) => join(tree.path, folder, 'server', name)),
  )
  chunks?.forEach((path, index) => renameSync(path, aside?.[index] ?? ''))
  const page = await stranger()
  for (const path of ['/', '/rooms', '/sign-up', '/sign-in', '/own', '/api/feed', '/@nobody']) {
    const response = await page.request.get(path)
    expect(response.status(), path).toBeLessThan(500)
  }
  expect((await page.request.get('/healthz')).status()).toBe(200)
  aside?.forEach((path, index) => renameSync(path, chunks?.[index] ?? ''))
})

test('a build that fails leaves what runs, and what ran can be started again', async ({
  stranger,
  deployed: { tree, server, build },
  expectedErrors,
}) => {
  expectedErrors.push('ERR_CONNECTION_REFUSED')
  tree.edit('app/rooms/page.tsx', 'export default', 'export defect')
  expect(await build()).not.toBe(0)
  const page = await stranger()
  await page.goto('/')
  await untilLive(page)
  tree.edit('app/rooms/page.tsx', 'export defect', 'export default')
  await server.stop()
  server.said = ''
  await server.start()
  expect(server.said).not.toContain('Building')
  await page.goto('/')
  await untilLive(page)
})
