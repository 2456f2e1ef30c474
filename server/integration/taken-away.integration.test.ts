// A viewer who loses access is told at once on every transport, and the pages' client handles it: a membership deleted
// by hand, a visitor's link that was withdrawn, a post deleted before the subscription.
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { WebSocket } from 'ws'
import type { Topic } from '#live/protocol/topics.ts'
import { site } from '#server/site.ts'
import { newInbox } from './test-inbox.ts'
import { bringIn, startTestNode, writePost } from '#server/test-node.ts'
import type { TestNode } from '#server/test-node.ts'
import type { Person } from '#server/test-people.ts'
import { PageConnection } from '#live/client/page-connection.ts'
import { FakeBrowser } from '#live/client/tabs/fake-browser.ts'
import type { Refused, TransportName } from '#live/client/transports/transport.ts'

let node: TestNode
let ada: Person
let bob: Person

beforeAll(async () => {
  node = await startTestNode()
  ;[ada, bob] = await node.people('ada', 'bob')
})
afterAll(() => node.stop())

const ways: (TransportName | 'follower')[] = [
  'sse',
  'websocket',
  'long-poll',
  'short-poll',
  'follower',
]

describe.each(ways)('over %s', (way) => {
  /** Subscribes a client to these topics and records the refusals. */
  async function follow(
    topics: Topic[],
    person: Person | null,
    since?: string,
  ): Promise<{ refused: Refused[]; stop(): void }> {
    const refused: Refused[] = []
    const headers = { origin: node.url, ...(person && { cookie: person.cookie }) }
    const browser = new FakeBrowser()
    const names = way === 'follower' ? ['leads', 'follows'] : ['alone']
    const pages: PageConnection[] = []
    for (const name of names) {
      const page = new PageConnection(
        {
          origin: node.url,
          fetch: (input, init) =>
            fetch(input, { ...init, headers: { ...init?.headers, ...headers } }),
          WebSocket: class extends WebSocket {
            constructor(url: string) {
              super(url, { headers })
            }
          } as never,
          order: way === 'follower' ? ['sse'] : [way],
          listener: name === 'leads' ? {} : { refused: (each) => void refused.push(each) },
        },
        way === 'follower' ? browser.sharing(name) : null,
      )
      page.subscribe(['feed'])
      page.subscribe(topics, since)
      page.start()
      pages.push(page)
      await vi.waitFor(() => expect(page.state.status).toBe('live'), 10_000)
    }
    const isFollowed = (): void =>
      expect(topics.every((topic) => pages.at(-1)?.isLive(topic)) || refused.length > 0).toBe(true)
    await vi.waitFor(isFollowed, 10_000)
    return { refused, stop: () => pages.forEach((page) => page.stop()) }
  }

  test('[T14][A5] a membership deleted by hand', async () => {
    const { own } = await node.done(ada, { type: 'createRoom', kind: 'private', name: 'Two' })
    const roomId = own.room.id
    await bringIn(node, ada, roomId, bob)
    const { refused, stop } = await follow([`room:${roomId}`], bob)
    await node.db
      .$executeRaw`DELETE FROM "members" WHERE "roomId" = ${roomId}::uuid AND "userId" = ${bob.id}::uuid`
    await vi.waitFor(
      () => expect(refused).toMatchObject([{ code: 'not_found', topics: [`room:${roomId}`] }]),
      6_000,
    )
    stop()
  })

  test("a visitor's link that was withdrawn", async () => {
    const { roomId: inboxId } = await newInbox(node, ada)
    const { conversationId, visitId } = await site().receiveVisitorMessage(
      { by: 'page', inboxId, name: 'Vera', body: 'Hello', ref: `${way} hello` },
      'test',
    )
    const { refused, stop } = await follow([`visit:${visitId}`], null)
    await node.done(ada, { type: 'setVisitLink', roomId: conversationId, on: false })
    await vi.waitFor(
      () => expect(refused).toMatchObject([{ code: 'not_found', topics: [`visit:${visitId}`] }]),
      6_000,
    )
    stop()
  })

  test('a post that was deleted before it was followed', async () => {
    const postId = await writePost(node, ada, 'Soon gone')
    const { cursor } = (await (await node.request('/live/snapshot?topics=feed')).json()) as {
      cursor: string
    }
    await node.done(ada, { type: 'deletePost', postId })
    const { refused, stop } = await follow([`post:${postId}`], null, cursor)
    await vi.waitFor(
      () => expect(refused).toMatchObject([{ code: 'not_found', topics: [`post:${postId}`] }]),
      6_000,
    )
    stop()
  })
})
