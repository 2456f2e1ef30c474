// Shared inboxes by HTTP: visitors without an account, a team that answers as one, gateways and webhooks.
import { createHmac } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { InboxSettings, WebhookBody } from './protocol.ts'
import type { MessageView } from '#features/rooms/protocol.ts'
import { execute } from '#platform/postgres/test-server.ts'
import { site } from '#server/site.ts'
import type { VisitorMessage, ReceivedMessage } from './visitor-message.ts'
import { newInbox } from '#server/integration/test-inbox.ts'
import { bringIn, startTestNode, writePost } from '#server/test-node.ts'
import type { TestNode } from '#server/test-node.ts'
import type { Person } from '#server/test-people.ts'
import { openSocket, openSse } from '#server/integration/test-readers.ts'

let node: TestNode
let ada: Person
let bob: Person
let eve: Person

beforeAll(async () => {
  node = await startTestNode()
  ;[ada, bob, eve] = await node.people('ada', 'bob', 'eve')
})
afterAll(() => node.stop())

/** As the pages and the HTTP API send it. */
function fromOutside(sent: VisitorMessage): Promise<ReceivedMessage> {
  return site().receiveVisitorMessage(sent, 'test')
}

function byPage(inboxId: string, body: string, ref = body): Promise<ReceivedMessage> {
  return fromOutside({ by: 'page', inboxId, name: 'Vera', body, ref })
}

function bySms({ roomId, key }: InboxSettings, body: string, ref: string | null = null) {
  const address = '+49 151 000'
  return fromOutside({ by: 'gateway', inboxId: roomId, key, address, name: null, body, ref })
}

async function deleteMember(roomId: string, userId: string): Promise<void> {
  await execute(
    node.databaseUrl,
    `DELETE FROM members WHERE "roomId" = '${roomId}' AND "userId" = '${userId}'`,
  )
}

test('[R5][E4][I9] somebody without an account writes, the team answers as one, and both see it at once', async () => {
  const { roomId: inboxId } = await newInbox(node, ada)
  await bringIn(node, ada, inboxId, bob)
  const team = await openSocket(node, `topics=room:${inboxId}`, { person: bob })
  await team.next(({ type }) => type === 'hello')
  const { conversationId, visitId } = await byPage(inboxId, 'Are you open today?')
  const { data: told } = await team.next(({ type }) => type === 'conversation.changed')
  expect(JSON.stringify(told)).toContain('Are you open today?')

  const visitor = await openSse(node, `topics=visit:${visitId}`)
  await visitor.next(({ type }) => type === 'hello')
  await node.done(bob, { type: 'message', roomId: conversationId, body: 'Until six.' })
  const { data } = await visitor.next(({ type }) => type === 'message.created')
  const { message } = data['data'] as { message: MessageView }
  expect(message).toMatchObject({
    roomId: visitId,
    body: 'Until six.',
    author: { name: 'Corner Shop', handle: '' },
  })
  expect(JSON.stringify(data)).not.toContain(bob.id)

  // The same message twice makes one conversation and one message.
  expect(await byPage(inboxId, 'Are you open today?')).toMatchObject({ conversationId, visitId })
  const answer = { by: 'link', visitId: visitId ?? '', body: 'Thanks!', ref: 'r1' } as const
  const first = await fromOutside(answer)
  expect((await fromOutside(answer)).message.id).toBe(first.message.id)
  expect(await node.db.message.count({ where: { roomId: conversationId } })).toBe(3)
  team.close()
  visitor.close()
})

test('a conversation is assigned, done, and opened again by the next message', async () => {
  const inbox = await newInbox(node, ada)
  await bringIn(node, ada, inbox.roomId, bob)
  const { conversationId: roomId } = await bySms(inbox, 'Hello')
  expect(await node.done(ada, { type: 'assign', roomId, userId: bob.id })).toMatchObject({
    room: { conversation: { assignee: { handle: 'bob' }, done: false } },
  })
  expect(await node.refused(ada, { type: 'assign', roomId, userId: eve.id })).toBe('not_found')
  const { room } = await node.done(bob, { type: 'setDone', roomId, done: true })
  expect(room.conversation?.done).toBe(true)
  await bySms(inbox, 'One more thing')
  const row = await node.db.conversation.findUniqueOrThrow({ where: { roomId } })
  expect(row.doneAt).toBeNull()
  // A member who leaves the inbox is unassigned from its conversations.
  await node.done(bob, { type: 'leaveRoom', roomId: inbox.roomId })
  expect(await node.refused(bob, { type: 'message', roomId, body: 'Still here?' })).toBe(
    'not_found',
  )
  const left = await node.db.conversation.findUniqueOrThrow({ where: { roomId } })
  expect(left.assigneeId).toBeNull()
})

test.each([
  ['leaves', (inboxId: string) => node.done(bob, { type: 'leaveRoom', roomId: inboxId })],
  [
    'is removed',
    (inboxId: string) => node.done(ada, { type: 'removeMember', roomId: inboxId, userId: bob.id }),
  ],
  ['is deleted there in psql', (inboxId: string) => deleteMember(inboxId, bob.id)],
  [
    'is deleted in psql from one conversation',
    (_: string, roomId: string) => deleteMember(roomId, bob.id),
  ],
])(
  '[E4] whoever %s looks after nothing there any more, and the others see it at once',
  async (_, go) => {
    const inbox = await newInbox(node, ada)
    await bringIn(node, ada, inbox.roomId, bob)
    const { conversationId: roomId } = await bySms(inbox, 'Hello')
    await node.done(ada, { type: 'assign', roomId, userId: bob.id })
    const team = await openSocket(node, `topics=room:${inbox.roomId}`, { person: ada })
    await team.next(({ type }) => type === 'hello')
    await go(inbox.roomId, roomId)
    const { data } = await team.next(({ type }) => type === 'conversation.changed')
    expect(data).toMatchObject({ data: { room: { id: roomId, conversation: { assignee: null } } } })
    team.close()
  },
)

test('[I1][C3] who joins later answers in what was begun before', async () => {
  const inbox = await newInbox(node, ada)
  const { conversationId: roomId } = await bySms(inbox, 'Before bob came')
  expect(await node.refused(bob, { type: 'message', roomId, body: 'Hi' })).toBe('not_found')
  await bringIn(node, ada, inbox.roomId, bob)
  await node.done(bob, { type: 'message', roomId, body: 'Hi' })
  expect(await node.refused(bob, { type: 'message', roomId: inbox.roomId, body: 'Hi' })).toBe(
    'not_found',
  )
  expect(await node.refused(bob, { type: 'leaveRoom', roomId })).toBe('forbidden')
  expect(await node.refused(bob, { type: 'invite', roomId, handle: 'eve' })).toBe('forbidden')
  expect(
    await node.refused(bob, {
      type: 'setInbox',
      roomId: inbox.roomId,
      isOpen: true,
      webhookUrl: '',
    }),
  ).toBe('forbidden')
})

test('[T14] a stranger gets nothing, and a link that is withdrawn ends within a second on every transport', async () => {
  const { roomId: inboxId } = await newInbox(node, ada)
  const { conversationId, visitId } = await byPage(inboxId, 'A secret')
  for (const topic of [`room:${inboxId}`, `room:${conversationId}`]) {
    const response = await node.request(`/live/snapshot?topics=${topic}`, {}, eve)
    expect(response.status).toBe(404)
  }
  for (const command of [
    { type: 'assign', roomId: conversationId, userId: null },
    { type: 'setDone', roomId: conversationId, done: true },
    { type: 'setVisitLink', roomId: conversationId, on: true },
    { type: 'renewInboxKeys', roomId: inboxId },
  ]) {
    expect(await node.refused(eve, command)).toBe('not_found')
  }
  await expect(bySms({ roomId: inboxId, key: 'guessed' } as InboxSettings, 'x')).rejects.toThrow(
    'no inbox with this key',
  )
  const topics = `topics=visit:${visitId}`
  const readers = [await openSocket(node, topics), await openSse(node, topics)]
  for (const reader of readers) await reader.next(({ type }) => type === 'hello')
  const { cursor } = (await (await node.request(`/live/snapshot?${topics}`)).json()) as {
    cursor: string
  }
  const poll = `/live/poll?${topics}&since=${cursor}`
  const waiting = node.request(`${poll}&wait=20`)
  await node.done(ada, { type: 'setVisitLink', roomId: conversationId, on: false })
  for (const reader of readers) {
    const { data } = await reader.next(({ type }) => type === 'error' || type === 'refused')
    expect(data).toMatchObject({ code: 'not_found', topics: [`visit:${visitId}`] })
    reader.close()
  }
  // The poll that was waiting ends; every later one is refused.
  expect((await waiting).status).toBe(200)
  for (const path of [`${poll}&wait=0`, `/live/snapshot?${topics}`]) {
    expect((await node.request(path)).status).toBe(404)
  }
  await expect(
    fromOutside({ by: 'link', visitId: visitId ?? '', body: 'x', ref: 'x' }),
  ).rejects.toThrow('leads nowhere')
})

test('[I4][I5][I6] replies are handed over signed, in order, again until they are taken, and each once more or less', async () => {
  const inbox = await newInbox(node, ada)
  const taken: string[] = []
  let failures = 2
  const receiver = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const body = Buffer.concat(chunks).toString()
      const { 'webhook-id': id, 'webhook-timestamp': at } = request.headers
      const key = Buffer.from(inbox.webhookSecret.slice('whsec_'.length), 'base64')
      const signed = createHmac('sha256', key).update(`${String(id)}.${String(at)}.${body}`)
      const isSigned =
        request.headers['webhook-signature'] === `v1,${signed.digest('base64')}` &&
        Math.abs(Date.now() / 1000 - Number(at)) < 60
      const fails = failures > 0
      failures -= 1
      if (!fails && isSigned) taken.push((JSON.parse(body) as WebhookBody).data.message.body)
      response.writeHead(fails ? 500 : 204).end()
    })
  })
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve))
  const { port } = receiver.address() as AddressInfo
  const webhookUrl = `http://127.0.0.1:${port}/replies`
  await node.done(ada, { type: 'setInbox', roomId: inbox.roomId, isOpen: true, webhookUrl })
  const { conversationId: roomId } = await bySms(inbox, 'Are you open?')
  for (const body of ['Yes,', 'until', 'six.'])
    await node.done(ada, { type: 'message', roomId, body })
  await expect.poll(() => taken, { timeout: 20_000 }).toEqual(['Yes,', 'until', 'six.'])
  await expect.poll(() => node.db.delivery.count()).toBe(0)
  await new Promise((resolve) => receiver.close(resolve))
}, 30_000)

test('[T9][I8] a link that is withdrawn takes its topic within a second, and the streams go on with the others', async () => {
  const { roomId: inboxId } = await newInbox(node, ada)
  const { conversationId, visitId } = await byPage(inboxId, 'Is it for long?')
  const query = `topics=feed,visit:${visitId}`
  const readers = [await openSse(node, query), await openSocket(node, query)]
  for (const reader of readers) await reader.next(({ type }) => type === 'hello')
  const began = performance.now()
  await node.done(ada, { type: 'setVisitLink', roomId: conversationId, on: false })
  const told = await Promise.all(
    readers.map((each) => each.next(({ type }) => type === 'refused' || type === 'error')),
  )
  expect(performance.now() - began).toBeLessThan(1000)
  expect(told.map(({ type }) => type)).toEqual(['refused', 'error'])
  for (const { data } of told) {
    const topics = [`visit:${visitId}`]
    expect(data).toMatchObject({ type: 'error', ref: null, code: 'not_found', topics })
  }
  await writePost(node, ada, 'Open again')
  for (const reader of readers) {
    await reader.next(({ type }) => type === 'post.created')
    reader.close()
  }
})

test('[I7] a reply that is changed or deleted after it left is not handed over again', async () => {
  const inbox = await newInbox(node, ada)
  const taken: string[] = []
  const receiver = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const { data } = JSON.parse(Buffer.concat(chunks).toString()) as WebhookBody
      taken.push(data.message.body)
      response.writeHead(204).end()
    })
  })
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve))
  const webhookUrl = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/replies`
  await node.done(ada, { type: 'setInbox', roomId: inbox.roomId, isOpen: true, webhookUrl })
  const { conversationId: roomId } = await bySms(inbox, 'When do you close?')
  const say = (body: string) => node.done(ada, { type: 'message', roomId, body })
  const { message } = await say('At sxi.')
  await expect.poll(() => taken).toEqual(['At sxi.'])
  await node.done(ada, { type: 'editMessage', messageId: message.id, body: 'At six.' })
  await node.done(ada, { type: 'deleteMessage', messageId: message.id })
  // Webhooks keep their order: a delivery caused by those changes would have come before this one.
  await say('At seven.')
  await expect.poll(() => taken).toEqual(['At sxi.', 'At seven.'])
  await expect.poll(() => node.db.delivery.count()).toBe(0)
  receiver.closeAllConnections()
  await new Promise((resolve) => receiver.close(resolve))
})

test('whoever comes back to a conversation hears of an edit that its visitor was told too', async () => {
  const { roomId: inboxId } = await newInbox(node, ada)
  const { conversationId: roomId, visitId } = await byPage(inboxId, 'Is it raining?')
  const { message } = await node.done(ada, { type: 'message', roomId, body: 'No.' })
  const snapshot = await node.request(`/live/snapshot?topics=room:${roomId}`, {}, ada)
  const { cursor } = (await snapshot.json()) as { cursor: string }
  await node.done(ada, { type: 'editMessage', messageId: message.id, body: 'Not yet.' })
  for (const [topic, person] of [
    [`room:${roomId}`, ada],
    [`visit:${visitId}`, undefined],
  ] as const) {
    const query = `topics=${topic}&since=${cursor}`
    const reader = await openSocket(node, query, person ? { person } : {})
    const { data } = await reader.next(({ type }) => type === 'message.edited')
    expect(JSON.stringify(data)).toContain('Not yet.')
    reader.close()
  }
})
