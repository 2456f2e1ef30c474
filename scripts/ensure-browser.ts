// Sees to it that there is a browser for the end-to-end tests: finds one, downloads Playwright's, or installs Debian's.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { findBrowser } from './find-browser.ts'

const downloadLimitMs = 180_000
const aptGet = '/usr/bin/apt-get'

/** The browser's path; null when none could be had. */
export function ensureBrowser(): string | null {
  return findBrowser() ?? downloaded() ?? installed()
}

function downloaded(): string | null {
  console.log('No browser found; downloading Playwright’s …')
  const cli = join(import.meta.dirname, '../node_modules/playwright/cli.js')
  run(process.execPath, [cli, 'install', 'chromium'], downloadLimitMs)
  return findBrowser()
}

function installed(): string | null {
  if (process.getuid?.() !== 0 || !existsSync(aptGet)) return null
  console.log('That did not work; installing the system’s chromium …')
  run(aptGet, ['update', '-qq'], downloadLimitMs)
  run(aptGet, ['install', '-y', '-qq', '--no-install-recommends', 'chromium'], 2 * downloadLimitMs)
  return findBrowser()
}

function run(program: string, args: string[], timeout: number): void {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  spawnSync(program, args, { env, timeout, stdio: ['ignore', 'inherit', 'inherit'] })
}

const [, script] = process.argv
if (script !== undefined && import.meta.url === pathToFileURL(script).href) {
  const path = ensureBrowser()
  if (path === null) {
    console.error(
      'The end-to-end tests need Chromium, and none could be installed. Run `npx playwright install chromium`, or set CHROMIUM_PATH to one.',
    )
  }
  process.exitCode = path === null ? 1 : 0
}
