// `npm run picture`: makes docs/images/live.webp from the real product: two windows, one like.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium } from 'playwright'
import type { BrowserContext, Page } from 'playwright'
import sharp from 'sharp'
import { startNode } from '#server/node.ts'
import { readConfig } from '#platform/config.ts'
import { createLogger } from '#platform/logger.ts'
import { ensureBuild } from './build.mjs'
import { findBrowser } from './find-browser.ts'

const size = { width: 390, height: 560 }
const gap = 16
const background = '#d9dfe1'
const frameMs = 120
const target = join(import.meta.dirname, '..', 'docs/images/live.webp')

const people = [
  { name: 'Ada Pohl', username: 'ada' },
  { name: 'Ben Okafor', username: 'ben' },
] as const
const posts = [
  'The kiln is on until ten. There is room on the lower shelf for two bowls, or one large plate.',
  'Found a scarf by the door, green, hand-knitted. It is on the hook next to the mirror.',
  'Thursday: soup for everybody. Bring bread.',
]

class Window {
  readonly context: BrowserContext
  readonly page: Page

  constructor(context: BrowserContext, page: Page) {
    this.context = context
    this.page = page
  }

  async shot(): Promise<Buffer> {
    return this.page.screenshot({ caret: 'hide' })
  }
}

async function main(): Promise<void> {
  process.env['NEXT_DIST_DIR'] = await ensureBuild()
  const folder = await mkdtemp(join(tmpdir(), 'hubbub-picture-'))
  const config = readConfig({
    ...process.env,
    NODE_ENV: 'production',
    DATA_DIR: folder,
    DATABASE_URL: '',
    PORT: '0',
    RATE_LIMIT: 'off',
  })
  const node = await startNode({ config, logger: createLogger('warn') })
  const origin = `http://127.0.0.1:${node.port}`
  const found = findBrowser()
  const browser = await chromium.launch({
    ...(found === null ? {} : { executablePath: found }),
    args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
  })
  const windows: Window[] = []
  for (const person of people) {
    const context = await browser.newContext({ baseURL: origin, viewport: size })
    await context.request.post('/api/auth/sign-up/email', {
      data: { ...person, email: `${person.username}@example.org`, password: 'correct horse' },
      headers: { origin },
    })
    windows.push(new Window(context, await context.newPage()))
  }
  const [left, right] = windows
  if (!left || !right) throw new Error('There are two windows.')
  for (const [index, body] of posts.toReversed().entries()) {
    await left.context.request.post('/live/commands', {
      data: { type: 'post', ref: `picture-${index}`, body },
      headers: { origin },
    })
  }
  for (const { page } of windows) {
    await page.goto('/')
    await page.getByRole('button', { name: 'Connection: Live' }).waitFor()
    await page.evaluate(() => scrollTo(0, 96))
  }
  const frames: Buffer[] = []
  const take = async (count: number): Promise<void> => {
    for (let each = 0; each < count; each += 1) {
      frames.push(await beside(await left.shot(), await right.shot()))
    }
  }
  await take(5)
  await left.page.getByRole('button', { name: 'Like' }).first().click()
  await take(8)
  await right.page.getByRole('button', { name: 'Like' }).nth(0).click()
  await take(8)
  await right.context.request.post('/live/commands', {
    data: { type: 'post', ref: 'picture-new', body: 'I will bring bread, and the big pot.' },
    headers: { origin },
  })
  await left.page.getByText('1 new post').first().waitFor()
  await take(6)
  await left.page.getByRole('button', { name: '1 new post' }).click()
  await left.page.getByText('I will bring bread').waitFor()
  await take(10)
  await sharp(frames, { join: { animated: true } })
    .webp({ quality: 70, effort: 6, delay: frames.map(() => frameMs), loop: 0 })
    .toFile(target)
  await browser.close()
  await node.stop()
  await rm(folder, { recursive: true, force: true })
  console.log(`${frames.length} frames in ${target}`)
}

/** The two windows with a gap between them. */
function beside(left: Buffer, right: Buffer): Promise<Buffer> {
  return sharp({
    create: {
      width: 2 * size.width + 3 * gap,
      height: size.height + 2 * gap,
      channels: 3,
      background,
    },
  })
    .composite([
      { input: left, left: gap, top: gap },
      { input: right, left: size.width + 2 * gap, top: gap },
    ])
    .png()
    .toBuffer()
}

await main()
process.exit(0)
