// The browser's own EventSource and WebSocket, without anything of ours around them.
import type { Page } from '@playwright/test'
import { expect, test } from './fixtures.ts'
import { writePost } from './actions.ts'

interface Watching {
  seen: { id: string; type: string }[]
  cut(): void
}

declare global {
  interface Window {
    watching: Watching
  }
}

test('an EventSource in a page reads what happens, and resumes with its cursor', async ({
  person,
}) => {
  const ada = await person('Ada')
  const bob = await person('Bob')
  await ada.page.goto('/')
  await bob.page.goto('/sign-in')
  const open = (since: string | null): Promise<void> =>
    bob.page.evaluate(async (from) => {
      const query = from === null ? '' : `&since=${from}`
      const source = new EventSource(`/live/sse?topics=feed${query}`)
      const seen: Watching['seen'] = []
      source.addEventListener('post.created', ({ lastEventId, type }) =>
        seen.push({ id: lastEventId, type }),
      )
      window.watching = { seen, cut: () => source.close() }
      await new Promise((resolve) => source.addEventListener('hello', resolve))
    }, since)
  const ids = await readAndResume(bob.page, open, (words) => writePost(ada.page, words))
  expect(new Set(ids).size).toBe(3)
})

test('a WebSocket in a page reads what happens, and resumes with its cursor', async ({
  person,
}) => {
  const ada = await person('Ada')
  const bob = await person('Bob')
  await ada.page.goto('/')
  await bob.page.goto('/sign-in')
  const open = (since: string | null): Promise<void> =>
    bob.page.evaluate(async (from) => {
      const query = from === null ? '' : `&since=${from}`
      const socket = new WebSocket(`/live/ws?topics=feed${query}`)
      const seen: Watching['seen'] = []
      window.watching = { seen, cut: () => socket.close() }
      await new Promise<void>((resolve) => {
        socket.addEventListener('message', ({ data }: MessageEvent<string>) => {
          const message = JSON.parse(data) as { id: string; type: string }
          if (message.type === 'hello') resolve()
          if (message.type === 'post.created') seen.push(message)
        })
      })
    }, since)
  const ids = await readAndResume(bob.page, open, (words) => writePost(ada.page, words))
  expect(new Set(ids).size).toBe(3)
})

/** The ids of a post read live, of one written while nobody read, and of one read after the return. */
async function readAndResume(
  page: Page,
  open: (since: string | null) => Promise<void>,
  write: (words: string) => Promise<string>,
): Promise<string[]> {
  const seen = (): Promise<Watching['seen']> => page.evaluate(() => window.watching.seen)
  const untilSeen = async (count: number): Promise<string[]> => {
    // Other tests write on the same feed: theirs are seen too.
    await expect.poll(async () => (await seen()).length).toBeGreaterThanOrEqual(count)
    return (await seen()).map(({ id }) => id)
  }
  await open(null)
  await write(`Read by the browser itself ${Date.now()}`)
  const [first = ''] = await untilSeen(1)
  await page.evaluate(() => window.watching.cut())
  await write(`While nobody read ${Date.now()}`)
  await open(first)
  await write(`After the return ${Date.now()}`)
  const rest = await untilSeen(2)
  expect(rest).not.toContain(first)
  return [first, ...rest.slice(0, 2)]
}
