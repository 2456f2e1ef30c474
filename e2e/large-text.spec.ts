// A phone with letters twice as large, and a page that runs from right to left: nothing is out of reach.
import type { Page } from '@playwright/test'
import { writeComment, writePost } from './actions.ts'
import { beginRoom } from './composers.ts'
import { beginDraft } from './draft-actions.ts'
import { expect, test } from './fixtures.ts'

/** Fields that leave no room for a word, and what lies beside the screen and cannot be scrolled to. */
async function outOfReach(page: Page): Promise<string[]> {
  return await page.evaluate(() => {
    const width = innerWidth
    const name = (each: Element): string =>
      each.getAttribute('aria-label') ?? each.getAttribute('placeholder') ?? each.textContent
    const narrow = [...document.querySelectorAll('textarea, input:not([type=hidden])')]
      .filter((each) => each.matches('textarea, [type=text], [type=email], [type=password]'))
      .filter((each) => each.checkVisibility() && each.clientWidth < 160)
    const beside = [...document.querySelectorAll('button, a, input, textarea, h1, h2')].filter(
      (each) => {
        const { left, right } = each.getBoundingClientRect()
        if (!each.checkVisibility() || each.classList.contains('not-focus:sr-only')) return false
        if (each.closest('.overflow-x-auto') !== null) return false
        return left < -1 || right > width + 1
      },
    )
    const wide = document.documentElement.scrollWidth > width + 1 ? ['the page is too wide'] : []
    return [...wide, ...narrow.map(name), ...beside.map(name)]
  })
}

test('with large letters, or from right to left, every page has all that it has', async ({
  person,
}) => {
  test.slow()
  const { page, username, context } = await person('Ada Lovelace of Ockham')
  await page.setViewportSize({ width: 390, height: 844 })
  await page.goto('/')
  const post = await writePost(page, 'Large letters are read by many. '.repeat(30))
  await page.goto(post)
  await writeComment(page, 'A comment with averylongwordthatcannotbebrokenanywhere at all')
  const draft = await beginDraft(page)
  const addresses = ['/', post, '/rooms', '/drafts', draft, `/@${username}`]
  for (const kind of [/Anyone may join/, /shared inbox/]) {
    addresses.push(await beginRoom(page, kind))
  }
  const session = await context.newCDPSession(page)
  for (const size of [32, 16]) {
    await session.send('Page.setFontSizes', { fontSizes: { standard: size, fixed: size } })
    for (const address of addresses) {
      await page.goto(address)
      await expect(page.locator('html')).toHaveCSS('font-size', `${size}px`)
      if (size === 16) await page.evaluate(() => (document.documentElement.dir = 'rtl'))
      await expect.poll(() => outOfReach(page), { message: `${address} at ${size} px` }).toEqual([])
    }
  }
})
