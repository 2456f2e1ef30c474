// Which browsers there are for the smoke suite: Playwright's own Firefox and WebKit, else those of the system.
import { existsSync } from 'node:fs'
import { firefox, webkit } from '@playwright/test'
import type { BrowserType } from '@playwright/test'
import type { Browser } from './driver.ts'
import { startFirefox } from './firefox.ts'
import { startPlaywright } from './playwright.ts'
import { startWebKit } from './webkit.ts'

export interface Found {
  name: string
  /** Null: there is none here. */
  start: (() => Promise<Browser>) | null
}

const firefoxes = ['/usr/bin/firefox-esr', '/usr/bin/firefox']
const driver = '/usr/bin/WebKitWebDriver'
const miniBrowsers = ['x86_64-linux-gnu', 'aarch64-linux-gnu'].flatMap((machine) =>
  ['4.1', '6.0', '4.0'].map((version) => `/usr/lib/${machine}/webkit2gtk-${version}/MiniBrowser`),
)

export function findBrowsers(): Found[] {
  const fox = firefoxes.find((path) => existsSync(path))
  const mini = miniBrowsers.find((path) => existsSync(path))
  const hasScreen = existsSync('/usr/bin/Xvfb')
  return [
    {
      name: 'Firefox',
      start: playwrights(firefox) ?? (fox === undefined ? null : () => startFirefox(fox)),
    },
    {
      name: 'WebKit',
      start:
        playwrights(webkit) ??
        (mini !== undefined && hasScreen && existsSync(driver)
          ? () => startWebKit(driver, mini)
          : null),
    },
  ]
}

function playwrights(type: BrowserType): Found['start'] {
  return existsSync(type.executablePath()) ? () => startPlaywright(type) : null
}
