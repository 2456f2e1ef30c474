// Concurrent changes of one conversation: the test holds a lock as a command would, and the other command must wait.
import { createServer } from 'node:http'
import type { Server, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { InboxSettings, WebhookBody } from './protocol.ts'
import { idAt } from '#platform/postgres/ordered-ids.ts'
import { site } from '#server/site.ts'
import type { Transaction } from '#platform/postgres/database.ts'
import { holdStill, waitingForLocks } from '#platform/postgres/test-database.ts'
import { newInbox } from '#server/integration/test-inbox.ts'
import { startTestNode } from '#server/test-node.ts'
import type { TestNode } from '#server/test-node.ts'
import type { Person } from '#server/test-people.ts'

let node: TestNode
let ada: Person
let bob: Person

beforeAll(async () => {
  node = await startTestNode()
  ;[ada, bob] = await node.people('ada', 'bob')
})
afterAll(() => node.stop())

function hear({ roomId, key }: InboxSettings, body: string, address = '+49 151 000') {
  const sent = {
    by: 'gateway',
    inboxId: roomId,
    key,
    address,
    name: null,
    body,
    ref: null,
  } as const
  return site().receiveVisitorMessage(sent, 'test')
}

/** Runs `first` in a transaction, and commits it only when the command that `then` starts waits for its lock. */
async function whileUnderWay<T>(
  first: (tx: Transaction) => Promise<unknown>,
  then: () => Promise<T>,
): Promise<T> {
  const { work } = await node.db.$transaction(async (tx) => {
    await holdStill(tx)
    await first(tx)
    const begun = then()
    await expect.poll(() => waitingForLocks(node.db)).toBe(1)
    // Wrapped in an object: the transaction must not await the command that waits for it.
    return { work: begun }
  })
  return work
}

test('a message that comes while a conversation is being marked done opens it again', async () => {
  const inbox = await newInbox(node, ada)
  const { conversationId: roomId } = await hear(inbox, 'Hello')
  await whileUnderWay(
    (tx) => tx.conversation.update({ where: { roomId }, data: { doneAt: new Date() } }),
    () => hear(inbox, 'One more thing'),
  )
  expect(await node.db.conversation.findUniqueOrThrow({ where: { roomId } })).toMatchObject({
    doneAt: null,
  })
})

test('[I1] who joins an inbox while a conversation begins is in it', async () => {
  const inbox = await newInbox(node, ada)
  const { roomId: inboxId } = inbox
  await node.done(ada, { type: 'invite', roomId: inboxId, handle: 'bob' })
  let roomId = ''
  await whileUnderWay(
    async (tx) => {
      await tx.$queryRaw`SELECT 1 FROM inboxes WHERE "roomId" = ${inboxId}::uuid FOR NO KEY UPDATE`
      roomId = (await tx.room.create({ data: { kind: 'conversation', name: 'Vera' } })).id
      await tx.conversation.create({ data: { roomId, inboxId } })
      await tx.member.create({ data: { roomId, userId: ada.id } })
    },
    () => node.done(bob, { type: 'joinRoom', roomId: inboxId }),
  )
  const { message } = await node.done(bob, { type: 'message', roomId, body: 'Here I am' })
  expect(message.author.id).toBe(bob.id)
})

test('[E4] an inbox is told of a conversation again when its newest words are changed', async () => {
  const inbox = await newInbox(node, ada)
  const { conversationId: roomId } = await hear(inbox, 'Hello')
  const topics = `topics=room:${inbox.roomId}`
  const { cursor } = (await (await node.request(`/live/snapshot?${topics}`, {}, ada)).json()) as {
    cursor: string
  }
  const { message } = await node.done(ada, { type: 'message', roomId, body: 'Frist' })
  const replay = async (): Promise<string> =>
    (await node.request(`/live/poll?${topics}&since=${cursor}&wait=0`, {}, ada)).text()
  await node.done(ada, { type: 'editMessage', messageId: message.id, body: 'First' })
  expect(await replay()).toContain('First')
  expect(await replay()).not.toContain('Frist')
  await node.done(ada, { type: 'deleteMessage', messageId: message.id })
  expect(await replay()).toContain('conversation.changed')
  expect(await replay()).not.toContain('First')
})

async function listen(answer: (response: ServerResponse) => void): Promise<[Server, string]> {
  const server = createServer((request, response) => {
    request.resume()
    request.on('end', () => answer(response))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return [server, `http://127.0.0.1:${(server.address() as AddressInfo).port}/`]
}

test('a webhook that hangs holds up no stop, and is asked again at the next start, as if for the first time', async () => {
  const inbox = await newInbox(node, ada)
  const held: ServerResponse[] = []
  const [hanging, webhookUrl] = await listen((response) => held.push(response))
  await node.done(ada, { type: 'setInbox', isOpen: true, roomId: inbox.roomId, webhookUrl })
  const { conversationId: roomId } = await hear(inbox, 'Hello', '+49 151 42')
  await node.done(ada, { type: 'message', roomId, body: 'Yes?' })
  await expect.poll(() => held.length).toBe(1)
  const given = new Promise((resolve) => held[0]!.once('close', resolve))
  await node.restart()
  await given
  await expect.poll(() => held.length, { timeout: 5000 }).toBe(2)
  expect(
    (await node.db.delivery.findMany()).map(({ attempts, problem }) => [attempts, problem]),
  ).toEqual([[1, null]])
  held[1]!.writeHead(204).end()
  await expect.poll(() => node.db.delivery.count()).toBe(0)
  hanging.closeAllConnections()
  await new Promise((resolve) => hanging.close(resolve))
})

test('[I6] replies go out in the order of their commits, also behind one of a clock that was ahead', async () => {
  const inbox = await newInbox(node, ada)
  const taken: string[] = []
  const server = createServer((request, response) => {
    void text(request).then((body) => {
      taken.push((JSON.parse(body) as WebhookBody).data.message.body)
      response.writeHead(204).end()
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const webhookUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
  const { conversationId: roomId } = await hear(inbox, 'Hello', '+49 151 77')
  const { message } = await node.done(ada, { type: 'message', roomId, body: 'First' })
  const body = JSON.stringify({ data: { message } })
  const tomorrow = idAt(BigInt(Date.now() + 86_400_000) * 4096n)
  const inboxId = inbox.roomId
  await node.done(ada, { type: 'setInbox', isOpen: true, roomId: inboxId, webhookUrl })
  const dueAt = new Date(Date.now() + 3_600_000)
  await node.db.delivery.create({
    data: { id: tomorrow, inboxId, conversationId: roomId, body, dueAt },
  })
  await node.done(ada, { type: 'message', roomId, body: 'Second' })
  await node.done(ada, { type: 'message', roomId, body: 'Third' })
  expect(taken).toEqual([])
  await node.db.delivery.updateMany({ where: { id: tomorrow }, data: { dueAt: new Date(0) } })
  await node.done(ada, { type: 'message', roomId, body: 'Fourth' })
  await expect.poll(() => node.db.delivery.count(), { timeout: 5000 }).toBe(0)
  expect(taken).toEqual(['First', 'Second', 'Third', 'Fourth'])
  server.closeAllConnections()
  await new Promise((resolve) => server.close(resolve))
})

test('a webhook that never answers keeps none but its own inbox waiting', async () => {
  const [slow, quick] = [await newInbox(node, ada), await newInbox(node, ada)]
  const held: ServerResponse[] = []
  let taken = 0
  const [silent, silentUrl] = await listen((response) => held.push(response))
  const [receiver, receiverUrl] = await listen((response) => {
    taken += 1
    response.writeHead(204).end()
  })
  const setInbox = { type: 'setInbox', isOpen: true } as const
  await node.done(ada, { ...setInbox, roomId: slow.roomId, webhookUrl: silentUrl })
  await node.done(ada, { ...setInbox, roomId: quick.roomId, webhookUrl: receiverUrl })
  const reply = async (inbox: InboxSettings, address: string): Promise<void> => {
    const { conversationId: roomId } = await hear(inbox, 'Hello', address)
    await node.done(ada, { type: 'message', roomId, body: 'Yes?' })
  }
  for (let index = 0; index < 30; index += 1) await reply(slow, `+49 151 ${index}`)
  await expect.poll(() => held.length).toBeGreaterThan(0)
  await reply(quick, '+49 151 000')
  await expect.poll(() => taken, { timeout: 3000 }).toBe(1)
  expect(held.length).toBeLessThanOrEqual(4)
  await node.done(ada, { ...setInbox, roomId: slow.roomId, webhookUrl: '' })
  for (const response of held) response.writeHead(204).end()
  await expect.poll(() => node.db.delivery.count(), { timeout: 10_000 }).toBe(0)
  for (const server of [silent, receiver]) {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  }
}, 30_000)
