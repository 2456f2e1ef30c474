// End-to-end tests: a real browser against one production server, started by e2e/global-setup.ts.
import { chromium, defineConfig } from '@playwright/test'
import { findBrowser } from './scripts/find-browser.ts'
import { testSeed } from './scripts/seed.ts'

// Made here, so that all workers have the same.
testSeed()

const browser = findBrowser()
const quiet = [
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-quic',
  '--disable-sync',
  '--no-first-run',
]

export default defineConfig({
  testDir: 'e2e',
  globalSetup: './e2e/global-setup.ts',
  outputDir: 'test-results/e2e',
  fullyParallel: true,
  forbidOnly: process.env['CI'] !== undefined,
  workers: 2,
  // With a trace, which takes a quarter of the processor and so is not made the first time; who passes then is named.
  retries: process.env['CI'] === undefined ? 0 : 1,
  // A busy machine is slow, not wrong.
  timeout: 120_000,
  expect: { timeout: 20_000 },
  reporter: [['list']],
  use: {
    browserName: 'chromium',
    locale: 'en-GB',
    screenshot: 'only-on-failure',
    trace: 'on-first-retry',
    launchOptions: {
      ...(browser !== null && browser !== chromium.executablePath() && { executablePath: browser }),
      args: process.getuid?.() === 0 ? [...quiet, '--no-sandbox'] : quiet,
    },
  },
})
