// `npm test`: lint, unit, integration and end-to-end tests in this order, all of them even when one fails; the last line counts.
// In CI, or with TEST_BROWSERS=on, also the smoke suite in other browsers, where they are installed; off: without.
import { mkdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { ensureBrowser } from './ensure-browser.ts'
import { ensurePackages } from './ensure-packages.ts'
import { followParent } from './follow-parent.mjs'
import { lint } from './lint.ts'
import { root, runPart } from './run-part.ts'
import { testSeed } from './seed.ts'

const counts = z.object({ passed: z.number(), failed: z.number() })
type Counts = z.infer<typeof counts>

const reports = join(root, 'test-results/reports')

const vitestReport = z.object({
  numPassedTests: z.number(),
  numFailedTests: z.number(),
  testResults: z.array(
    z.object({
      name: z.string(),
      status: z.string(),
      message: z.string(),
      assertionResults: z.array(
        z.object({
          status: z.string(),
          fullName: z.string(),
          failureMessages: z.array(z.string()).nullable(),
        }),
      ),
    }),
  ),
})
const playwrightReport = z.object({
  stats: z.object({ expected: z.number(), unexpected: z.number(), flaky: z.number() }),
})

/** What failed or was unsteady, said again below everything: of a long output often only the end is kept. */
const failures: string[] = []
const shownOfFailure = 1_000

function tell(name: string, message: string): void {
  failures.push(`FAILED ${name.replace(`${root}/`, '')}\n${message.slice(0, shownOfFailure)}`)
}

async function vitest(project: string, limitMs: number): Promise<Counts> {
  const file = join(reports, `${project}.json`)
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`]
  const args = ['run', '--project', project, ...reporters]
  const { ok, output } = await runPart({ program: ['vitest', 'vitest.mjs'], args, limitMs })
  if (output !== '') console.log(output)
  const report = read(file, vitestReport)
  if (report === null) return { passed: 0, failed: 1 }
  // A file that cannot be loaded has no failed test and fails all the same.
  const unloaded = report.testResults.filter(
    ({ status, assertionResults }) =>
      status === 'failed' && assertionResults.every((result) => result.status !== 'failed'),
  )
  for (const { name, message } of unloaded) tell(name, message)
  for (const { name, assertionResults } of report.testResults) {
    for (const { status, fullName, failureMessages } of assertionResults) {
      if (status === 'failed') tell(`${name}: ${fullName}`, failureMessages?.[0] ?? '')
    }
  }
  return settle(ok, report.numPassedTests, report.numFailedTests + unloaded.length)
}

async function playwright(limitMs: number): Promise<Counts> {
  if (ensureBrowser() === null) {
    console.log(
      'No browser: run `npx playwright install chromium`, or set CHROMIUM_PATH. The end-to-end tests count as one failure.',
    )
    return { passed: 0, failed: 1 }
  }
  const file = join(reports, 'e2e.json')
  const { ok, output } = await runPart({
    program: ['@playwright/test', 'cli.js'],
    args: ['test', '--reporter=list,json'],
    limitMs,
    env: { PLAYWRIGHT_JSON_OUTPUT_NAME: file },
  })
  if (output !== '') console.log(output)
  const report = read(file, playwrightReport)
  if (report === null) return { passed: 0, failed: 1 }
  const { expected, unexpected, flaky } = report.stats
  if (flaky > 0)
    failures.push(`UNSTEADY ${flaky} end-to-end, named above: only a second try passed`)
  return settle(ok, expected + flaky, unexpected)
}

async function browsers(limitMs: number): Promise<Counts> {
  const file = join(reports, 'browsers.json')
  const { ok, output } = await runPart({
    program: 'e2e/browsers/run.ts',
    args: [],
    limitMs,
    env: { BROWSERS_REPORT: file },
  })
  if (output !== '') console.log(output)
  const { passed, failed } = read(file, counts) ?? { passed: 0, failed: 1 }
  return settle(ok, passed, failed)
}

/** A part that says no and counts no failure (no tests found, an error outside of them) has failed once. */
function settle(ok: boolean, passed: number, failed: number): Counts {
  return { passed, failed: ok ? failed : Math.max(failed, 1) }
}

function read<T>(file: string, schema: z.ZodType<T>): T | null {
  try {
    return schema.parse(JSON.parse(readFileSync(file, 'utf8')))
  } catch {
    return null
  }
}

const parts: [name: string, run: () => Promise<Counts>][] = [
  ['lint', () => lint()],
  ['unit', () => vitest('unit', 400_000)],
  ['integration', () => vitest('integration', 1_200_000)],
  ['e2e', () => playwright(2_700_000)],
]
const isCi = process.env['CI'] !== undefined
if ((process.env['TEST_BROWSERS'] ?? (isCi ? 'on' : 'off')) === 'on')
  parts.push(['browsers', () => browsers(1_200_000)])

followParent()
rmSync(reports, { recursive: true, force: true })
mkdirSync(reports, { recursive: true })
if (isCi) ensurePackages()
console.log(`Random tests begin with the seed ${testSeed()} (TEST_SEED).`)
const total = { passed: 0, failed: 0 }
const times: string[] = []
for (const [name, run] of parts) {
  console.log(`\n— ${name} —`)
  const began = performance.now()
  const { passed, failed } = await run()
  const seconds = ((performance.now() - began) / 1000).toFixed(1)
  times.push(`${name}: ${passed} passed, ${failed} failed, ${seconds} s`)
  total.passed += passed
  total.failed += failed
}
if (failures.length > 0) console.log(`\n${failures.join('\n')}`)
console.log(`\n${times.join('\n')}`)
console.log(`${total.passed} passed, ${total.failed} failed`)
process.exitCode = total.failed === 0 ? 0 : 1
