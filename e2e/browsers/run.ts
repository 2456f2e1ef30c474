// `npm run test:browsers`: the smoke suite in Firefox and WebKit, whichever are there. Says which, and counts.
import setup from '../global-setup.ts'
import { reading, writing } from './cases.ts'
import type { Case, Place } from './cases.ts'
import { findBrowsers } from './find.ts'

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
const given = process.env['E2E_ORIGIN']
const stop = found.some(({ start }) => start) && given === undefined ? await setup() : null
const origin = process.env['E2E_ORIGIN'] ?? ''
let passed = 0
let failed = 0
for (const { start } of found) {
  const browser = await start?.()
  if (!browser) continue
  for (const each of [...writing, ...reading]) {
    if (!each.name.includes(only)) continue
    if (await tried(each, { browser, origin })) passed += 1
    else failed += 1
  }
  await browser.close()
}
await stop?.()
console.log(`${passed} passed, ${failed} failed`)
process.exit(failed === 0 ? 0 : 1)
