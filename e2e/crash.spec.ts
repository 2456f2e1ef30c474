// kill -9 in the middle of writing, again and again: what was acknowledged is there, once, and a reader that
// resumes from its cursor has each event once.
import { randomInt, randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { expect, test } from '@playwright/test'
import { createParser } from 'eventsource-parser'
import pg from 'pg'
import { embeddedUrl } from '#platform/postgres/cluster-folder.ts'
import { signUp } from '../server/test-people.ts'
import { openTestFolder } from '#platform/test-folder.ts'
import { freePort } from './free-port.ts'
import { KilledServer } from './killed-server.ts'

const kills = 20
const writers = 6

/** Sends a command until it has an answer, however often the server dies meanwhile. */
async function sendUntilAnswered(origin: string, cookie: string, command: object): Promise<void> {
  for (;;) {
    const answer = await fetch(`${origin}/live/commands`, {
      method: 'POST',
      headers: { origin, cookie },
      body: JSON.stringify(command),
      signal: AbortSignal.timeout(5000),
    }).then(
      (response) => response.json() as Promise<{ type: string; code?: string }>,
      () => null,
    )
    if (answer?.type === 'ack') return
    if (answer && answer.code !== 'unavailable') throw new Error(JSON.stringify(answer))
    await pause(20)
  }
}

/** Follows the feed from a cursor, resuming after each loss; the bodies of the posts that came, in order. */
function follow(origin: string, since: string) {
  const bodies: string[] = []
  const ids: string[] = []
  let cursor = since
  const abort = new AbortController()
  const done = (async () => {
    while (!abort.signal.aborted) {
      try {
        const response = await fetch(`${origin}/live/sse?topics=feed&since=${cursor}`, {
          signal: abort.signal,
        })
        const parser = createParser({
          onEvent: ({ event, id, data }) => {
            if (event === 'reset') throw new Error('a reset')
            if (id === undefined || event === 'hello') return
            cursor = id
            ids.push(id)
            const parsed = JSON.parse(data) as { data: { post?: { body: string } } }
            if (event === 'post.created' && parsed.data.post) bodies.push(parsed.data.post.body)
          },
        })
        const decoder = new TextDecoder()
        for await (const chunk of response.body ?? [])
          parser.feed(decoder.decode(chunk, { stream: true }))
      } catch {
        await pause(50)
      }
    }
  })()
  return { bodies, ids, stop: () => (abort.abort(), done) }
}

test(`[C10] ${kills} times kill -9 during writes lose nothing and double nothing`, async () => {
  test.setTimeout(480_000)
  const folder = openTestFolder()
  const dataDir = join(folder.path, 'data')
  const server = new KilledServer(dataDir, await freePort(), (pid) => folder.watch(pid))
  await server.start()
  const people = await Promise.all(Array.from({ length: writers }, () => signUp(server.origin)))
  const start = (await (await fetch(`${server.origin}/live/snapshot?topics=feed`)).json()) as {
    cursor: string
  }
  const reader = follow(server.origin, start.cursor)
  const acknowledged: string[] = []
  let writing = true
  const work = people.map(async ({ cookie }, writer) => {
    for (let index = 0; writing; index += 1) {
      const body = `${writer}/${index}`
      await sendUntilAnswered(server.origin, cookie, { type: 'post', ref: randomUUID(), body })
      acknowledged.push(body)
    }
  })
  for (let kill = 0; kill < kills; kill += 1) {
    await pause(randomInt(50, 400))
    await server.kill()
    await server.start()
  }
  writing = false
  await Promise.all(work)
  await expect.poll(() => reader.bodies.length, { timeout: 20_000 }).toBe(acknowledged.length)
  await reader.stop()
  expect([...reader.bodies].sort()).toEqual([...acknowledged].sort())
  expect(new Set(reader.ids).size).toBe(reader.ids.length)
  const client = new pg.Client({ connectionString: embeddedUrl(dataDir) ?? '' })
  await client.connect()
  const rows = await client.query<{ body: string }>('SELECT body FROM posts')
  await client.end()
  expect(rows.rows.map((row) => row.body).sort()).toEqual([...acknowledged].sort())
  console.log(
    `${kills} kills, ${acknowledged.length} acknowledged posts: all there, each event once`,
  )
  expect(await server.stop()).toBe(0)
  await folder.remove()
})
