// What is written with marks looks the same wherever it is read, with scripts and without.
import type { Locator, Page } from '@playwright/test'
import { cardOf, postsBy, untilLive, writeComment, writePost } from './actions.ts'
import { expect, test } from './fixtures.ts'

function textWith(name: string): string {
  return [
    `# Kiln **day** ${name}`,
    '',
    'Bring *gloves*, `a => b` and [the plan](https://example.org/plan).',
    'A second line, see https://example.com/x。次',
    '',
    '- one',
    '- two',
    '  1. three',
    '',
    '> said @ada_of_the_kiln',
    '',
    '```js',
    `const answer = "${'long '.repeat(40)}" // x`,
    '```',
  ].join('\n')
}

/** What is shown below a place, without what scripts alone add. */
async function shown(place: Locator): Promise<string> {
  await expect(place.locator('.code-string')).toHaveCount(1)
  return place.evaluate((element) => {
    const copy = element.cloneNode(true) as HTMLElement
    for (const button of copy.querySelectorAll('.code-head > span + span')) button.remove()
    for (
      const walker = document.createTreeWalker(copy, NodeFilter.SHOW_COMMENT);
      walker.nextNode();
    ) {
      walker.currentNode.nodeValue = ''
    }
    return copy.innerHTML.replaceAll('<!---->', '')
  })
}

const words = (page: Page, name: string) => page.locator('.prose-plain').filter({ hasText: name })

async function expectLook(place: Locator): Promise<void> {
  await expect(place.getByRole('heading', { name: /^Kiln day/ })).toBeVisible()
  await expect(place.locator('em')).toHaveText('gloves')
  await expect(place.locator('p code')).toHaveText('a => b')
  await expect(place.getByRole('link', { name: 'the plan' })).toHaveAttribute(
    'href',
    'https://example.org/plan',
  )
  await expect(place.getByRole('link', { name: 'example.com/x' })).toHaveAttribute(
    'href',
    'https://example.com/x',
  )
  await expect(place.getByRole('link', { name: '@ada_of_the_kiln' })).toHaveAttribute(
    'href',
    '/@ada_of_the_kiln',
  )
  await expect(place.locator('ul > li')).toHaveCount(2)
  await expect(place.locator('ol > li')).toHaveText('three')
  await expect(place.locator('blockquote')).toContainText('said')
  await expect(place.locator('pre')).toContainText('const answer')
}

test('a text looks the same in a post, a comment, a message, a version and a published draft', async ({
  person,
  browser,
  baseURL,
}) => {
  test.slow()
  const { page, username } = await person('Ada')
  const text = textWith(username)
  await page.goto('/')
  await untilLive(page)
  await page.getByRole('textbox', { name: 'Your post' }).fill(text)
  await page.getByRole('button', { name: 'Post', exact: true }).click()
  const card = cardOf(page, username)
  await expectLook(card)
  const expected = await shown(words(page, username))

  const id = await card.getAttribute('id')
  const post = `/posts/${id?.replace('post-', '') ?? ''}`
  await page.goto(post)
  expect(await shown(words(page, username))).toBe(expected)
  await expect(page).toHaveTitle(/: Kiln day \S+ Bring gloves, a => b and the plan\./)
  await writeComment(page, text)
  const comment = page.getByRole('article', { name: 'Comment by Ada' })
  expect(await shown(comment.locator('.prose-plain'))).toBe(expected)

  await page.goto('/rooms')
  await page.getByRole('textbox', { name: 'Name' }).fill(`Kiln ${username}`)
  await page.getByRole('button', { name: 'Begin the room' }).click()
  await untilLive(page)
  await page.getByRole('textbox', { name: /^Message to/ }).fill(text)
  await page.getByRole('textbox', { name: /^Message to/ }).press('Enter')
  const message = page.getByRole('article', { name: 'Message by Ada' })
  expect(await shown(message.locator('.prose-plain'))).toBe(expected)

  await page.goto('/drafts')
  await page.getByRole('button', { name: 'Begin a draft' }).click()
  await page.waitForURL(/\/drafts\/.+/)
  const draft = new URL(page.url()).pathname
  const editor = page.getByRole('textbox', { name: 'The text of the draft' })
  await expect(editor).toBeVisible()
  await editor.click()
  await page.keyboard.insertText(text)
  const line = page.locator('.cm-line', { hasText: 'const answer' })
  await expect(line).toHaveCSS('font-family', /mono/)
  await expect(line).toHaveCSS('font-variant-ligatures', 'none')
  await page.getByRole('button', { name: 'Keep this version' }).click()
  await expect(page.getByText('Kept', { exact: true })).toBeVisible()
  await page.getByRole('button', { name: 'Publish' }).click()
  await page.waitForURL(/\/posts\/.+/)
  const published = page.getByRole('article', { name: /^Post by/ })
  await page.goto(`${draft}/versions`)
  await page
    .getByRole('link', { name: /kept by Ada/ })
    .first()
    .click()
  const then = page.getByRole('region', { name: 'As it was then' })
  expect(await shown(then.locator('.prose-plain'))).toBe(expected)
  await page.goto(draft)
  await page.getByRole('link', { name: 'See it' }).click()
  await page.waitForURL(/\/posts\/.+/)
  expect(await shown(published.locator('.prose-plain'))).toBe(expected)

  // Without scripts it is the same, but for the button that copies.
  const bare = await browser.newContext({ javaScriptEnabled: false, ...(baseURL && { baseURL }) })
  const reader = await bare.newPage()
  await reader.goto(post)
  expect(await reader.getByRole('button', { name: 'Copy the code' }).count()).toBe(0)
  await expectLook(reader.getByRole('article', { name: /^Post by/ }))
  for (const article of [/^Post by/, 'Comment by Ada']) {
    const place = reader.getByRole('article', { name: article }).locator('.prose-plain')
    expect(await place.innerText()).toContain('const answer')
    expect(await place.locator('.code-string').count()).toBe(1)
  }
  await bare.close()
})

test('code scrolls within its block, and its button copies it by the keyboard and says so', async ({
  person,
}) => {
  const { page, context, username } = await person('Ada')
  await context.grantPermissions(['clipboard-read', 'clipboard-write'])
  await page.setViewportSize({ width: 390, height: 700 })
  await page.goto('/')
  await untilLive(page)
  await page.goto(await writePost(page, textWith(username), postsBy(page, username)))
  const button = page.getByRole('button', { name: 'Copy the code' })
  await button.focus()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('status').filter({ hasText: 'Copied' })).toBeAttached()
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(
    `const answer = "${'long '.repeat(40)}" // x`,
  )
  const code = page.getByRole('group', { name: 'Code in js' })
  await page.keyboard.press('Tab')
  await expect(code).toBeFocused()
  await page.keyboard.press('ArrowRight')
  await expect.poll(() => code.evaluate((element) => element.scrollLeft)).toBeGreaterThan(0)
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390)
})

test('what was written without marks stays, and a link is read as it leads', async ({ person }) => {
  const { page, username } = await person('Ada')
  await page.goto('/')
  await untilLive(page)
  const plain = '    if x:\n        y(2 * 3 * 4)\n\n\n#tag __init__ <b>b</b> ¯\\_(ツ)_/¯ s**t f**k'
  await page.goto(await writePost(page, plain))
  const place = page.locator('.prose-plain')
  await expect
    .poll(() => place.evaluate((element) => element.textContent.trimEnd()))
    .toContain('        y(2 * 3 * 4)')
  await expect(place).toContainText('#tag __init__ <b>b</b> ¯\\_(ツ)_/¯ s**t f**k')
  await page.goto('/')
  await untilLive(page)
  await page.goto(
    await writePost(
      page,
      'see \u202ehttps://example.org/abc and [bank.example](https://evil.example/)',
      postsBy(page, username).filter({ hasText: 'bank.example' }),
    ),
  )
  const link = page.getByRole('link', { name: 'example.org/abc' })
  await expect(link).toHaveCSS('unicode-bidi', 'isolate')
  await expect(link).toHaveCSS('direction', 'ltr')
  await expect(page.locator('.prose-plain')).toContainText('bank.example (evil.example)')
})
