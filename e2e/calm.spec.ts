// A person who wants peace: nothing changes until they ask, the page says how old it is, and nothing is missed.
import { cardOf, likeOf, untilLive, writePost } from './actions.ts'
import { expect, test } from './fixtures.ts'

test('changes come only when one asks, in all tabs, and by themselves again afterwards', async ({
  person,
}) => {
  const ada = await person('Ada')
  const bob = await person('Bob')
  const words = `Quiet please ${Date.now()}`
  await ada.page.goto('/')
  await writePost(ada.page, words)
  await bob.page.goto('/')
  const second = await bob.context.newPage()
  await second.goto('/')
  await untilLive(second)
  await untilLive(bob.page)

  await bob.page.getByRole('button', { name: /^Connection/ }).click()
  await bob.page.getByRole('radio', { name: 'When I ask' }).check()
  await expect(bob.page.getByText('Nothing changes by itself.', { exact: false })).toBeVisible()
  await expect(second.getByRole('button', { name: 'Connection: Up to date' })).toBeVisible()
  const asked: string[] = []
  for (const page of [bob.page, second]) {
    page.on('request', (request) => {
      if (request.url().includes('/live/')) asked.push(request.url())
    })
  }

  await likeOf(cardOf(ada.page, words)).click()
  await expect(likeOf(cardOf(ada.page, words))).toContainText('1')
  // One's own changes are made and shown at once all the same.
  await likeOf(cardOf(second, words)).click()
  await expect(likeOf(cardOf(second, words))).toHaveAttribute('aria-pressed', 'true')
  await expect(likeOf(cardOf(ada.page, words))).toContainText('2')
  expect(asked).toEqual([])
  await expect(likeOf(cardOf(bob.page, words))).toHaveAttribute('aria-pressed', 'false')

  await bob.page.getByRole('button', { name: 'Ask now' }).click()
  await expect(likeOf(cardOf(bob.page, words))).toContainText('2')
  await expect(likeOf(cardOf(bob.page, words))).toHaveAttribute('aria-pressed', 'true')

  await bob.page.getByRole('radio', { name: 'Live' }).check()
  await untilLive(second)
  await likeOf(cardOf(ada.page, words)).click()
  await expect(likeOf(cardOf(second, words))).toContainText('1')
  await expect(likeOf(cardOf(bob.page, words))).toContainText('1')
})

test('the choice outlives a reload, and a page says when it is old', async ({ person }) => {
  const bob = await person('Bob')
  await bob.page.clock.install()
  await bob.page.goto('/')
  await untilLive(bob.page)
  await bob.page.getByRole('button', { name: /^Connection/ }).click()
  await bob.page.getByRole('radio', { name: 'When I ask' }).check()
  await bob.page.reload()
  await expect(bob.page.getByRole('button', { name: 'Connection: Up to date' })).toBeVisible()
  await bob.page.clock.fastForward('07:00')
  await expect(bob.page.getByRole('button', { name: 'Connection: 7 min old' })).toBeVisible()
})
