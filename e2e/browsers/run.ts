// `npm run test:browsers`: the smoke suite in Firefox and WebKit, whichever are there. Says which, and counts.
import { writeFileSync } from 'node:fs'
import setup from '../global-setup.ts'
import { findBrowsers } from './find.ts'
import { live } from './live.ts'
import type { Case, Place } from './place.ts'
import { writing } from './writing.ts'

const caseLimitMs = 180_000

async function tried({ name, run }: Case, place: Place): Promise<boolean> {
  const began = performance.now()
  let timer: NodeJS.Timeout | undefined
  try {
    const limit = new Promise<never>((_resolve, reject) => {
      timer = setTimeout(() => reject(new Error('It took too long.')), caseLimitMs)
    })
    await Promise.race([run(place), limit])
    console.log(`✓ ${place.browser.name}: ${name} (${seconds(began)} s)`)
    return true
  } catch (error) {
    console.log(`✗ ${place.browser.name}: ${name} (${seconds(began)} s)\n    ${String(error)}`)
    return false
  } finally {
    clearTimeout(timer)
    await place.browser.forget().catch(() => undefined)
  }
}

function seconds(since: number): string {
  return ((performance.now() - since) / 1000).toFixed(1)
}

const only = process.argv[2] ?? ''
const found = findBrowsers()
for (const { name, start } of found) if (!start) console.log(`not tested: there is no ${name} here`)
const isThere = found.some(({ start }) => start)
const stop = isThere && process.env['E2E_ORIGIN'] === undefined ? await setup() : null
const origin = process.env['E2E_ORIGIN'] ?? ''
const counts = { passed: 0, failed: 0 }
for (const { start } of found) {
  const browser = await start?.()
  if (!browser) continue
  for (const each of [...writing, ...live]) {
    if (!each.name.includes(only)) continue
    if (await tried(each, { browser, origin })) counts.passed += 1
    else counts.failed += 1
  }
  await browser.close()
}
await stop?.()
console.log(`${counts.passed} passed, ${counts.failed} failed`)
const report = process.env['BROWSERS_REPORT']
if (report !== undefined) writeFileSync(report, JSON.stringify(counts))
process.exit(counts.failed === 0 ? 0 : 1)
