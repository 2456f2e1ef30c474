// A browser of Playwright's own.
import type { BrowserType } from '@playwright/test'
import { key } from './driver.ts'
import type { Browser } from './driver.ts'

const names: Record<string, string> = { [key.enter]: 'Enter', [key.left]: 'ArrowLeft' }

export async function startPlaywright(type: BrowserType): Promise<Browser> {
  const program = await type.launch()
  let context = await program.newContext()
  return {
    name: `${type.name()} ${program.version()}`,
    newTab: async () => {
      const page = await context.newPage()
      return {
        goto: async (address) => void (await page.goto(address)),
        back: async () => void (await page.goBack()),
        run: (source, argument) =>
          page.evaluate(`(${source})(${JSON.stringify(argument ?? null)})`),
        keys: async (keys) => {
          for (const each of keys) await page.keyboard.press(names[each] ?? each)
        },
        close: () => page.close(),
      }
    },
    forget: async () => {
      await context.close()
      context = await program.newContext()
    },
    close: () => program.close(),
  }
}
