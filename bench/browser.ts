// What a page costs the browser of a phone: scripts, shifts, the time to a painted heart, scrolling, memory.
import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { gzipSync } from 'node:zlib'
import { chromium } from '@playwright/test'
import type { Browser, CDPSession, Page } from '@playwright/test'
import { WebSocket } from 'ws'
import { findBrowser } from '../scripts/find-browser.ts'
import { fillCrowd } from '../server/domain/queries/test-crowd.ts'
import { createLogger } from '../server/platform/logger.ts'
import { startEmbedded } from '../server/platform/postgres/embedded.ts'
import { migrate } from '../server/platform/postgres/migrate.ts'
import { signUp } from '../server/test-people.ts'
import { startNextPeer } from './next-peer.ts'
import { pause } from './pause.ts'
import { startHubbub } from './pinned.ts'
import { percentile, record } from './results.ts'

const phone = { viewport: { width: 412, height: 823 }, isMobile: true, hasTouch: true }
const lighthousePackage = 'lighthouse@12'
const deltasPerSecond = 100
const scrolledPosts = 2000
const minutes = Number(process.env['BENCH_MINUTES'] ?? 2)
const crowd = { people: 200, posts: 3000, likesPerPost: 3, comments: 0, messages: 0 }

export async function browser(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'hubbub-bench-'))
  const embedded = await startEmbedded(join(folder, 'data'), createLogger('fatal'))
  await migrate(embedded.url, 'prisma/migrations', createLogger('fatal'))
  await fillCrowd(embedded.url, crowd)
  const env = { DATA_DIR: join(folder, 'data'), DATABASE_URL: embedded.url }
  const hubbub = await startHubbub(env)
  const plain = await startNextPeer()
  const found = findBrowser()
  const chrome = await chromium.launch({
    ...(found === null ? {} : { executablePath: found }),
    args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
  })
  const { cookie } = await signUp(hubbub.origin)
  const empty = await scriptsOf(`${plain.origin}/empty`)
  const feed = await scriptsOf(hubbub.origin)
  console.log(
    `  first-load scripts, gzip: ${kib(feed)} KiB, an empty page of Next ${kib(empty)} KiB: ${kib(feed - empty)} KiB more`,
  )
  const figures = await onPhone(chrome, hubbub.origin, cookie)
  await chrome.close()
  const scores = await lighthouse(hubbub.origin, found ?? chromium.executablePath())
  record('browser', { feedScripts: feed, emptyScripts: empty, ...figures, scores })
  await plain.stop()
  await hubbub.stop()
  await embedded.stop()
  await rm(folder, { recursive: true, force: true })
}

/** Its scores on the settings of a phone, 0 to 100; null where it cannot be had. */
async function lighthouse(origin: string, path: string): Promise<Record<string, number> | null> {
  const args = ['exec', '--yes', `--package=${lighthousePackage}`, '--', 'lighthouse', origin]
  const flags = ['--quiet', '--output=json', '--chrome-flags=--headless=new --no-sandbox']
  try {
    const { stdout } = await promisify(execFile)('npm', [...args, ...flags], {
      env: { ...process.env, CHROME_PATH: path },
      maxBuffer: 64 * 1024 * 1024,
      timeout: 180_000,
    })
    const { categories } = JSON.parse(stdout) as {
      categories: Record<string, { score: number }>
    }
    const scores = Object.fromEntries(
      Object.entries(categories).map(([name, { score }]) => [name, Math.round(score * 100)]),
    )
    console.log(`  Lighthouse, as a phone: ${JSON.stringify(scores)}`)
    return scores
  } catch {
    console.log('  Lighthouse could not be had here')
    return null
  }
}

function kib(bytes: number): string {
  return (bytes / 1024).toFixed(1)
}

/** Bytes of the scripts that a page's own HTML names, compressed. */
async function scriptsOf(url: string): Promise<number> {
  const html = await (await fetch(url)).text()
  const named = new Set(
    [...html.matchAll(/<script[^>]*\ssrc="([^"]+)"(?![^>]*noModule)/g)].map(([, src]) => src ?? ''),
  )
  const sizes = await Promise.all(
    [...named].map(async (src) => {
      const { origin } = new URL(url)
      const response = await fetch(`${origin}${src}`)
      return gzipSync(Buffer.from(await response.arrayBuffer())).length
    }),
  )
  return sizes.reduce((sum, size) => sum + size, 0)
}

async function onPhone(chrome: Browser, origin: string, cookie: string): Promise<object> {
  const context = await chrome.newContext(phone)
  await context.addCookies(
    cookie.split('; ').map((each) => {
      const [name = '', ...value] = each.split('=')
      return { name, value: value.join('='), url: origin }
    }),
  )
  const page = await context.newPage()
  const session = await context.newCDPSession(page)
  await page.addInitScript(countShifts)
  await page.goto(origin)
  await page.getByRole('button', { name: 'Connection: Live' }).waitFor()
  await pause(2000)
  const speaker = await Speaker.open(origin, cookie)
  const likeFrames = await likesOf(page)
  console.log(`  from the tap to the painted heart: ${likeFrames.join(', ')} frames`)
  const heapBefore = await heapOf(session)
  speaker.begin()
  await pause(minutes * 60_000)
  const shift = await page.evaluate(() => (window as unknown as { shift: number }).shift)
  const heapAfter = await heapOf(session)
  console.log(
    `  layout shift, on loading and through ${minutes} min of ${deltasPerSecond} changes a second: ${shift.toFixed(4)}`,
  )
  console.log(
    `  memory of the tab: ${kib(heapBefore)} KiB before, ${kib(heapAfter)} KiB after ${minutes} min`,
  )
  const frames = await scroll(page, session)
  speaker.end()
  await context.close()
  return { likeFrames, shift, heapBefore, heapAfter, minutes, ...frames }
}

function countShifts(): void {
  const state = window as unknown as { shift: number }
  state.shift = 0
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries() as (PerformanceEntry & { value: number })[]) {
      state.shift += entry.value
    }
  }).observe({ type: 'layout-shift', buffered: true })
}

/** How many frames pass from a tap on Like until the heart is full. */
async function likesOf(page: Page): Promise<number[]> {
  const found: number[] = []
  for (let round = 0; round < 5; round += 1) {
    found.push(
      await page.evaluate(async (index) => {
        const buttons = document.querySelectorAll<HTMLElement>('article button[aria-pressed]')
        const button = buttons[index]
        if (!button) throw new Error('no button')
        const before = button.getAttribute('aria-pressed')
        await new Promise(requestAnimationFrame)
        button.click()
        let frames = 0
        while (button.getAttribute('aria-pressed') === before && frames < 100) {
          await new Promise(requestAnimationFrame)
          frames += 1
        }
        return frames
      }, round),
    )
  }
  return found
}

async function heapOf(session: CDPSession): Promise<number> {
  await session.send('HeapProfiler.collectGarbage')
  const { usedSize } = await session.send('Runtime.getHeapUsage')
  return usedSize
}

/** Loads a long feed, then scrolls it on a slow processor while it changes. */
async function scroll(page: Page, session: CDPSession): Promise<object> {
  const articles = page.locator('article')
  for (let turns = 0; (await articles.count()) < scrolledPosts && turns < 400; turns += 1) {
    await page.evaluate(() => scrollTo(0, document.body.scrollHeight))
    await pause(100)
  }
  const posts = await articles.count()
  await session.send('Emulation.setCPUThrottlingRate', { rate: 4 })
  const gaps = await page.evaluate(async () => {
    const times: number[] = []
    let last = performance.now()
    const until = last + 5000
    for (let at = last; at < until;) {
      scrollBy(0, -40)
      await new Promise(requestAnimationFrame)
      at = performance.now()
      times.push(at - last)
      last = at
    }
    return times
  })
  await session.send('Emulation.setCPUThrottlingRate', { rate: 1 })
  const frame = 1000 / 60
  const dropped = gaps.filter((gap) => gap > 1.5 * frame).length
  console.log(
    `  ${posts} posts scrolled at a quarter of the speed under ${deltasPerSecond} changes a second: ${dropped} of ${gaps.length} frames late, p99 ${percentile(gaps, 0.99).toFixed(1)} ms`,
  )
  return { posts, frames: gaps.length, dropped, frameP99: percentile(gaps, 0.99) }
}

/** Likes and unlikes what the feed shows, again and again. */
class Speaker {
  readonly #socket: WebSocket
  readonly #postIds: string[]
  #timer: NodeJS.Timeout | undefined
  #count = 0

  private constructor(socket: WebSocket, postIds: string[]) {
    this.#socket = socket
    this.#postIds = postIds
  }

  static async open(origin: string, cookie: string): Promise<Speaker> {
    const response = await fetch(`${origin}/live/snapshot?topics=feed`)
    const { snapshots } = (await response.json()) as {
      snapshots: { feed: { posts: { id: string }[] } }
    }
    const socket = new WebSocket(`${origin.replace('http', 'ws')}/live/ws`, {
      headers: { origin, cookie },
    })
    await new Promise((resolve) => socket.once('open', resolve))
    return new Speaker(
      socket,
      snapshots.feed.posts.map(({ id }) => id),
    )
  }

  begin(): void {
    this.#timer = setInterval(() => {
      const postId = this.#postIds[this.#count % this.#postIds.length]
      const turn = Math.floor(this.#count / this.#postIds.length)
      const type = turn % 2 === 0 ? 'like' : 'unlike'
      this.#count += 1
      this.#socket.send(JSON.stringify({ type, ref: `${Date.now()}-${this.#count}`, postId }))
    }, 1000 / deltasPerSecond)
  }

  end(): void {
    clearInterval(this.#timer)
    this.#socket.close()
  }
}
