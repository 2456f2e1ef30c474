// Which Chromium the end-to-end tests use: Playwright's own, else one that the machine has.
import { existsSync } from 'node:fs'
import { chromium } from '@playwright/test'

const usual = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/snap/bin/chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
]

/** The browser's path, or null when there is none. `CHROMIUM_PATH` goes first. */
export function findBrowser(env: NodeJS.ProcessEnv = process.env): string | null {
  const candidates = [env['CHROMIUM_PATH'], chromium.executablePath(), ...usual]
  return candidates.find((path) => path !== undefined && path !== '' && existsSync(path)) ?? null
}
