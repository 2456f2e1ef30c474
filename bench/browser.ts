// What a page costs the browser of a phone: scripts, shifts, the time to a painted heart, scrolling.
import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { gzipSync } from 'node:zlib'
import type { CDPSession, Page } from '@playwright/test'
import { startNextPeer } from './next-peer.ts'
import { pause } from './pause.ts'
import { onPhone } from './phone.ts'
import type { Phone } from './phone.ts'
import { percentile, record } from './results.ts'
import { deltasPerSecond, Speaker } from './speaker.ts'

const lighthousePackage = 'lighthouse@12'
const scrolledPosts = 2000
const minutes = 2

export async function browser(): Promise<void> {
  const plain = await startNextPeer()
  await onPhone(countShifts, async (phone) => {
    const empty = await scriptsOf(`${plain.origin}/empty`)
    const feed = await scriptsOf(phone.origin)
    console.log(
      `  first-load scripts, gzip: ${kib(feed)} KiB, an empty page of Next ${kib(empty)} KiB: ${kib(feed - empty)} KiB more`,
    )
    const figures = await inUse(phone)
    const scores = await lighthouse(phone)
    record('browser', { feedScripts: feed, emptyScripts: empty, ...figures, scores })
  })
  await plain.stop()
}

/** Its scores on the settings of a phone, 0 to 100; null where it cannot be had. */
async function lighthouse({ origin, browserPath }: Phone): Promise<Record<string, number> | null> {
  const args = ['exec', '--yes', `--package=${lighthousePackage}`, '--', 'lighthouse', origin]
  const flags = ['--quiet', '--output=json', '--chrome-flags=--headless=new --no-sandbox']
  try {
    const { stdout } = await promisify(execFile)('npm', [...args, ...flags], {
      env: { ...process.env, CHROME_PATH: browserPath },
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

async function inUse({ origin, page, session, cookie }: Phone): Promise<object> {
  const speaker = await Speaker.open(origin, cookie)
  const likeFrames = await likesOf(page)
  console.log(`  from the tap to the painted heart: ${likeFrames.join(', ')} frames`)
  speaker.begin()
  await pause(minutes * 60_000)
  const shift = await page.evaluate(() => (window as unknown as { shift: number }).shift)
  console.log(
    `  layout shift, on loading and through ${minutes} min of ${deltasPerSecond} changes a second: ${shift.toFixed(4)}`,
  )
  const frames = await scroll(page, session)
  speaker.end()
  return { likeFrames, shift, minutes, ...frames }
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
