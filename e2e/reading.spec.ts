// What is read stays where it is, to the pixel, whatever changes around it; and going back leads to where one was.
import type { APIRequestContext, Locator, Page } from '@playwright/test'
import { bringIn, cardOf, tell, untilLive } from './actions.ts'
import { expect, test } from './fixtures.ts'

/** Says so many lines in a room, in whatever order. */
async function sayLines(request: APIRequestContext, roomId: string, count: number): Promise<void> {
  const lines = Array.from({ length: count }, (_, line) => `Line ${line + 1} of many`)
  await Promise.all(lines.map((body) => tell(request, { type: 'message', roomId, body })))
}

async function beginRoom(page: Page): Promise<string> {
  await page.goto('/rooms')
  await page.getByRole('textbox', { name: 'Name' }).fill(`Reading ${Date.now()}`)
  await page.getByRole('button', { name: 'Begin the room' }).click()
  await expect(page).toHaveURL(/rooms\/./)
  await untilLive(page)
  return new URL(page.url()).pathname
}

function topOf(locator: Locator): Promise<number> {
  return locator.evaluate((element) => element.getBoundingClientRect().top)
}

/** Waits until nothing moves any more, then says where it is. */
async function settled(locator: Locator): Promise<number> {
  let before = Number.NaN
  await expect
    .poll(async () => {
      const now = await topOf(locator)
      const same = now === before
      before = now
      return same
    })
    .toBe(true)
  return before
}

/** Scrolls down the page, as far as has to be fetched. */
async function scrollDownTo(post: Locator): Promise<void> {
  await expect(async () => {
    await post.page().evaluate(() => scrollTo(0, document.documentElement.scrollHeight))
    await expect(post).toBeAttached({ timeout: 200 })
  }).toPass()
  await post.evaluate((element) => element.scrollIntoView({ block: 'center' }))
  await expect(post).toBeInViewport()
}

test.describe('in a room, scrolled up', () => {
  const changes = ['below', 'above', 'within'] as const
  for (const where of changes) {
    test(`reactions, edits and deletions ${where} what is read move nothing`, async ({
      person,
    }) => {
      const ada = await person('Ada')
      const bob = await person('Bob')
      const room = await beginRoom(ada.page)
      const roomId = room.replace('/rooms/', '')
      await bringIn(ada.page, bob)
      await sayLines(ada.context.request, roomId, 45)
      await bob.page.goto(room)
      await untilLive(bob.page)
      const log = bob.page.getByRole('log')
      await log.evaluate((element) => element.scrollBy({ top: -600 }))
      await expect(bob.page.getByRole('button', { name: 'To the newest message' })).toBeVisible()
      const seen = await log.evaluate((element) => {
        const { top, bottom } = element.getBoundingClientRect()
        return [...element.querySelectorAll('article')].flatMap((each, index) => {
          const rect = each.getBoundingClientRect()
          return rect.top >= top && rect.bottom <= bottom ? [index] : []
        })
      })
      const ids = await log
        .locator('article')
        .evaluateAll((all) => all.map(({ id }) => id.replace('message-', '')))
      const [first = 0] = seen
      const changed = { below: 43, above: first - 3, within: seen.at(-2) ?? 0 }[where]
      const other = changed - 1
      const read = bob.page.locator(`#message-${ids[first]}`)
      const before = await settled(read)
      const { request } = ada.context
      const target = (index: number): Locator => bob.page.locator(`#message-${ids[index]}`)

      await tell(request, { type: 'react', messageId: ids[changed], emoji: '🎉' })
      await expect(target(changed).getByRole('button', { name: '🎉, 1' })).toBeAttached()
      expect(await topOf(read), 'a reaction').toBe(before)
      await tell(request, { type: 'unreact', messageId: ids[changed], emoji: '🎉' })
      await expect(target(changed).getByRole('button', { name: '🎉, 1' })).not.toBeAttached()
      expect(await topOf(read), 'no reaction').toBe(before)
      const long = Array.from({ length: 10 }, (_, line) => `Now line ${line}`).join('\n')
      await tell(request, { type: 'editMessage', messageId: ids[changed], body: long })
      await expect(target(changed)).toContainText('Now line 9')
      expect(await topOf(read), 'a longer edit').toBe(before)
      await tell(request, { type: 'editMessage', messageId: ids[changed], body: 'Short' })
      await expect(target(changed)).toContainText('Short')
      expect(await topOf(read), 'a shorter edit').toBe(before)
      await tell(request, { type: 'deleteMessage', messageId: ids[other] })
      await expect(target(other)).not.toBeAttached()
      expect(await topOf(read), 'a deletion').toBe(before)
    })
  }

  test('messages, joins, leaves, typing and one’s own composer move nothing', async ({
    person,
  }) => {
    const ada = await person('Ada')
    const bob = await person('Bob')
    const cleo = await person('Cleo')
    const room = await beginRoom(ada.page)
    const roomId = room.replace('/rooms/', '')
    await bringIn(ada.page, bob)
    await sayLines(ada.context.request, roomId, 120)
    await bob.page.goto(room)
    await untilLive(bob.page)
    const log = bob.page.getByRole('log')
    await log.evaluate((element) => element.scrollBy({ top: -500 }))
    await expect(bob.page.getByRole('button', { name: 'To the newest message' })).toBeVisible()
    const first = await log.evaluate((element) => {
      const { top } = element.getBoundingClientRect()
      const all = [...element.querySelectorAll('article')]
      return all.find((each) => each.getBoundingClientRect().top >= top)?.id ?? ''
    })
    const read = bob.page.locator(`#${first}`)
    const before = await settled(read)

    await tell(ada.context.request, { type: 'message', roomId, body: 'One more' })
    await expect(log.getByText('One more')).toBeAttached()
    expect(await topOf(read), 'a message').toBe(before)
    await tell(ada.context.request, { type: 'invite', roomId, handle: cleo.username })
    await tell(cleo.context.request, { type: 'joinRoom', roomId })
    await expect(log.getByText('Cleo joined')).toBeAttached()
    expect(await topOf(read), 'a join').toBe(before)
    await tell(cleo.context.request, { type: 'leaveRoom', roomId })
    await expect(log.getByText('Cleo left')).toBeAttached()
    expect(await topOf(read), 'a leave').toBe(before)
    await ada.page.getByRole('textbox', { name: /^Message to/ }).pressSequentially('abc')
    await expect(bob.page.getByText('Ada is typing')).toBeVisible()
    expect(await topOf(read), 'typing').toBe(before)
    const composer = bob.page.getByRole('textbox', { name: /^Message to/ })
    await composer.fill('a\nb\nc\nd\ne')
    expect(await settled(read), 'a larger composer').toBe(before)
    await composer.fill('')
    expect(await settled(read), 'a smaller composer').toBe(before)
    await bob.page.getByRole('button', { name: 'Search in this room' }).click()
    expect(await settled(read), 'the search').toBe(before)
    await bob.page.getByRole('button', { name: 'Search in this room' }).click()
    expect(await settled(read), 'no search').toBe(before)

    // Older pages come above, and the message itself is deleted: the next one stays.
    const loaded = await log.locator('article').count()
    await log.evaluate((element) => element.scrollBy({ top: -1200 }))
    await expect.poll(() => log.locator('article').count()).toBeGreaterThan(loaded)
    const [top = '', next = ''] = await log.evaluate((element) => {
      const { top: edge } = element.getBoundingClientRect()
      const all = [...element.querySelectorAll('article')]
      const seen = all.filter((each) => each.getBoundingClientRect().top >= edge)
      return seen.slice(0, 2).map(({ id }) => id)
    })
    const second = bob.page.locator(`#${next}`)
    const where = await settled(second)
    await tell(ada.context.request, {
      type: 'deleteMessage',
      messageId: top.replace('message-', ''),
    })
    await expect(bob.page.locator(`#${top}`)).not.toBeAttached()
    expect(await topOf(second), 'the first one deleted').toBe(where)
  })

  test('whoever reads at the end stays there, and a wheel beside the column scrolls', async ({
    person,
  }) => {
    const ada = await person('Ada')
    const room = await beginRoom(ada.page)
    const roomId = room.replace('/rooms/', '')
    await sayLines(ada.context.request, roomId, 40)
    const bob = await person('Bob')
    await bringIn(ada.page, bob)
    await bob.page.goto(room)
    await untilLive(bob.page)
    const last = bob.page.getByRole('log').locator('article').last()
    await tell(ada.context.request, { type: 'message', roomId, body: 'The end' })
    await expect(last).toContainText('The end')
    await expect(last).toBeInViewport({ ratio: 1 })
    await bob.page.getByRole('textbox', { name: /^Message to/ }).fill('a\nb\nc\nd\ne')
    await expect(last).toBeInViewport({ ratio: 1 })
    for (const [x, y] of [
      [20, 400],
      [1250, 400],
      [640, 90],
      [640, 700],
    ] as const) {
      await bob.page.getByRole('textbox', { name: /^Message to/ }).fill('')
      const before = await settled(last)
      await bob.page.mouse.move(x, y)
      await bob.page.mouse.wheel(0, -200)
      await expect.poll(() => topOf(last), `at ${x}, ${y}`).toBeGreaterThan(before + 150)
      await bob.page.mouse.wheel(0, 400)
      await expect.poll(() => topOf(last), `at ${x}, ${y}`).toBe(before)
    }
  })
})

test.describe('going back', () => {
  test('leads to the same post at the same pixel, after a reload too; the name leads to the top', async ({
    person,
  }) => {
    const ada = await person('Ada')
    const bob = await person('Bob')
    const words = `Post of ${ada.username}`
    const bodies = Array.from({ length: 60 }, (_, post) => {
      const lines = Array.from({ length: (post * 7) % 11 }, (__, line) => `Line ${line}`)
      return [`${words} ${post}.`, ...lines].join('\n')
    })
    await Promise.all(bodies.map((body) => tell(ada.context.request, { type: 'post', body })))
    for (const path of ['/', `/@${ada.username}`]) {
      const { page } = bob
      await page.goto(path)
      await untilLive(page)
      const read = cardOf(page, `${words} 15.`)
      await scrollDownTo(read)
      const before = await settled(read)
      await read.getByRole('link', { name: /Comments/ }).click()
      await expect(page).toHaveURL(/posts/)
      await expect(page.getByRole('textbox', { name: 'Your comment' })).toBeVisible()
      await page.goBack()
      await expect(read).toBeInViewport()
      expect(await settled(read)).toBe(before)
      await page.reload()
      await expect(read).toBeInViewport()
      await untilLive(page)
      expect(await settled(read)).toBe(before)
      // A whole load in between.
      await page.goto('/sign-in')
      await page.goBack()
      await expect(read).toBeInViewport()
      await untilLive(page)
      expect(await settled(read)).toBe(before)
      await tell(ada.context.request, { type: 'post', body: `New on top ${Date.now()}` })
      await expect(page.getByRole('button', { name: /new post/ })).toBeVisible()
      expect(await topOf(read)).toBe(before)
    }
    const { page } = bob
    await page.getByRole('link', { name: 'Hubbub, to the feed' }).click()
    await expect(page).toHaveURL(/\/$/)
    await expect.poll(() => page.evaluate(() => scrollY)).toBe(0)
    await page.mouse.wheel(0, 2000)
    await expect.poll(() => page.evaluate(() => scrollY)).toBeGreaterThan(1000)
    const fresh = `The newest ${Date.now()}`
    await tell(ada.context.request, { type: 'post', body: fresh })
    await expect(page.getByRole('button', { name: /new post/ })).toBeVisible()
    await page.getByRole('link', { name: 'Hubbub, to the feed' }).click()
    await expect(cardOf(page, fresh)).toBeInViewport()
    expect(await page.evaluate(() => scrollY)).toBe(0)
  })
})
