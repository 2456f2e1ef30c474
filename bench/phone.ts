// The site in the browser of a phone, before a made-up community, for benchmarks.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium } from '@playwright/test'
import type { CDPSession, Page } from '@playwright/test'
import { findBrowser } from '../scripts/find-browser.ts'
import { fillCrowd } from '#server/integration/test-crowd.ts'
import { createLogger } from '#platform/logger.ts'
import { startEmbedded } from '#platform/postgres/embedded.ts'
import { migrate } from '#platform/postgres/migrate.ts'
import { signUp } from '../server/test-people.ts'
import { pause } from './pause.ts'
import { startHubbub } from './pinned.ts'

const phone = { viewport: { width: 412, height: 823 }, isMobile: true, hasTouch: true }
const crowd = { people: 200, posts: 3000, likesPerPost: 3, comments: 0, messages: 0 }

export interface Phone {
  origin: string
  /** Of the browser itself. */
  browserPath: string
  /** Shows the feed, signed in and live. */
  page: Page
  session: CDPSession
  /** Of whoever holds it. */
  cookie: string
}

/** Runs in the page before its own scripts. */
export async function onPhone(inPage: () => void, run: (phone: Phone) => Promise<void>) {
  const folder = await mkdtemp(join(tmpdir(), 'hubbub-bench-'))
  const embedded = await startEmbedded(join(folder, 'data'), createLogger('fatal'))
  await migrate(embedded.url, 'prisma/migrations', createLogger('fatal'))
  await fillCrowd(embedded.superuserUrl, crowd)
  const env = { DATA_DIR: join(folder, 'data'), DATABASE_URL: embedded.url }
  const { origin, stop } = await startHubbub(env)
  const found = findBrowser()
  const browser = await chromium.launch({
    ...(found === null ? {} : { executablePath: found }),
    args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
  })
  const { cookie } = await signUp(origin)
  const context = await browser.newContext(phone)
  await context.addCookies(
    cookie.split('; ').map((each) => {
      const [name = '', ...value] = each.split('=')
      return { name, value: value.join('='), url: origin }
    }),
  )
  const page = await context.newPage()
  const session = await context.newCDPSession(page)
  await page.addInitScript(inPage)
  await page.goto(origin)
  await page.getByRole('button', { name: 'Connection: Live' }).waitFor()
  await pause(2000)
  const browserPath = found ?? chromium.executablePath()
  await run({ origin, browserPath, page, session, cookie })
  await browser.close()
  await stop()
  await embedded.stop()
  await rm(folder, { recursive: true, force: true })
}
