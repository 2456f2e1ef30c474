// Third-party clients: curl, the npm package eventsource, Python's websockets. Each receives events, is disconnected,
// resumes from its cursor and gets the rest, once.
import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { EventSource } from 'eventsource'
import { createParser } from 'eventsource-parser'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { mustHave } from '#scripts/ensure-packages.ts'
import { startTestNode, writePost } from '../test-node.ts'
import type { TestNode } from '../test-node.ts'
import type { Person } from '../test-people.ts'

interface Received {
  id: string
  type: string
}

let node: TestNode
let ada: Person
let count = 0

beforeAll(async () => {
  node = await startTestNode()
  ada = await node.signUp()
})
afterAll(() => node.stop())

/** A running client: its received events, and how to end it. */
interface Client {
  received: Received[]
  end(): void
}

/** Two posts while the client is connected, one while it is not, one after it resumed. */
async function readsAndResumes(open: (since: string | null) => Promise<Client>): Promise<void> {
  const first = await open(null)
  const posts = [await post(), await post()]
  await vi.waitFor(() => expect(createdIn(first)).toHaveLength(2), 10_000)
  // Signals have no id.
  const since = first.received.findLast(({ id }) => Boolean(id))?.id ?? ''
  first.end()
  posts.push(await post())
  const second = await open(since)
  posts.push(await post())
  await vi.waitFor(() => expect(createdIn(second)).toHaveLength(2), 10_000)
  second.end()
  const ids = [...createdIn(first), ...createdIn(second)].map(({ id }) => id)
  expect(new Set(ids).size).toBe(posts.length)
}

function post(): Promise<string> {
  count += 1
  return writePost(node, ada, `for strangers ${count}`)
}

function createdIn({ received }: Client): Received[] {
  return received.filter(({ type }) => type === 'post.created')
}

async function spawned(
  program: string,
  args: string[],
  read: (text: string, received: Received[]) => void,
): Promise<Client> {
  const child: ChildProcess = spawn(program, args, { stdio: ['ignore', 'pipe', 'inherit'] })
  const received: Received[] = []
  child.stdout?.setEncoding('utf8')
  child.stdout?.on('data', (text: string) => read(text, received))
  const isThere = (): void => expect(received.some(({ type }) => type === 'hello')).toBe(true)
  await vi.waitFor(isThere, 10_000)
  return { received, end: () => child.kill() }
}

test.runIf(mustHave('curl'))(
  '[T1] curl -N reads the stream and resumes by Last-Event-ID',
  async () => {
    expect.hasAssertions()
    await readsAndResumes((since) => {
      const last = since === null ? [] : ['-H', `Last-Event-ID: ${since}`]
      let parser: { feed(text: string): void } | null = null
      const args = ['-sN', ...last, `${node.url}/live/sse?topics=feed`]
      return spawned('curl', args, (text, received) => {
        parser ??= createParser({
          onEvent: ({ id = '', event = '' }) => received.push({ id, type: event }),
        })
        parser.feed(text)
      })
    })
  },
)

test('[T1] the npm package eventsource reads the stream, and reconnects by itself without a gap', async () => {
  const received: Received[] = []
  const source = new EventSource(`${node.url}/live/sse?topics=feed`)
  const opened = new Promise((resolve) => source.addEventListener('hello', resolve))
  source.addEventListener('post.created', ({ lastEventId }) =>
    received.push({ id: lastEventId, type: 'post.created' }),
  )
  await opened
  await post()
  await vi.waitFor(() => expect(received).toHaveLength(1), 10_000)
  await node.restart()
  await post()
  await vi.waitFor(() => expect(received).toHaveLength(2), 20_000)
  source.close()
  expect(new Set(received.map(({ id }) => id)).size).toBe(2)
})

const python = `
import asyncio, sys, websockets

async def main(url):
    async with websockets.connect(url) as socket:
        async for message in socket:
            print(message, flush=True)

asyncio.run(main(sys.argv[1]))
`

test.runIf(mustHave('python3-websockets'))(
  'Python’s websockets reads and resumes by since',
  async () => {
    expect.hasAssertions()
    await readsAndResumes((since) => {
      const query = since === null ? '' : `&since=${since}`
      const url = `${node.url.replace('http', 'ws')}/live/ws?topics=feed${query}`
      let rest = ''
      return spawned('/usr/bin/python3', ['-c', python, url], (text, received) => {
        const lines = (rest + text).split('\n')
        rest = lines.pop() ?? ''
        received.push(...lines.map((line) => JSON.parse(line) as Received))
      })
    })
  },
)
