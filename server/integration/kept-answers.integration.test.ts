// The stored answers of commands, which make a repeated command idempotent: they give the same answer, and store nobody's words.
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { CommandResult, CommandType } from '#features/protocol.ts'
import { startTestNode, writePost } from '../test-node.ts'
import type { TestNode } from '../test-node.ts'
import type { Person } from '../test-people.ts'

let node: TestNode
let ada: Person
let bob: Person

beforeAll(async () => {
  node = await startTestNode()
  ada = await node.signUp()
  bob = await node.signUp()
})
afterAll(() => node.stop())

/** Sends a command twice; the second answer must equal the first. */
async function expectTwice<T extends CommandType>(
  person: Person,
  command: { type: T } & Record<string, unknown>,
): Promise<CommandResult[T]> {
  const given = { ...command, ref: randomUUID() }
  const first = await node.command(person, given)
  expect(first).toMatchObject({ type: 'ack' })
  expect(JSON.stringify(await node.command(person, given))).toBe(JSON.stringify(first))
  if (first.type !== 'ack') throw new Error('no ack')
  return first.result as CommandResult[T]
}

const keptText = async () => JSON.stringify(await node.db.$queryRaw`SELECT * FROM answers`, text)
const text = (_: string, value: unknown) => (typeof value === 'bigint' ? String(value) : value)

test('[C7] every command that is sent again gets its first answer to the letter', async () => {
  const { post } = await expectTwice(ada, { type: 'post', body: 'Once' })
  const postId = post.id
  await expectTwice(bob, { type: 'like', postId })
  await expectTwice(bob, { type: 'like', postId })
  await expectTwice(bob, { type: 'unlike', postId })
  const { comment } = await expectTwice(bob, { type: 'comment', postId, body: 'Yes' })
  await expectTwice(bob, { type: 'deleteComment', commentId: comment.id })
  await expectTwice(ada, { type: 'deletePost', postId })
  await expectTwice(ada, { type: 'editProfile', name: 'Ada L.', bio: 'Engines' })

  const { own } = await expectTwice(ada, { type: 'createRoom', kind: 'public', name: 'Here' })
  const roomId = own.room.id
  await expectTwice(bob, { type: 'joinRoom', roomId })
  const { message } = await expectTwice(ada, { type: 'message', roomId, body: 'Hello' })
  const messageId = message.id
  await expectTwice(bob, { type: 'react', messageId, emoji: '👍' })
  await expectTwice(bob, { type: 'unreact', messageId, emoji: '👍' })
  await expectTwice(bob, { type: 'readRoom', roomId, upTo: messageId })
  await expectTwice(ada, { type: 'editMessage', messageId, body: 'Hello there' })
  await expectTwice(ada, { type: 'deleteMessage', messageId })
  await expectTwice(ada, { type: 'removeMember', roomId, userId: bob.id })
  await expectTwice(ada, { type: 'leaveRoom', roomId })
  await expectTwice(ada, { type: 'openDirect', handles: [bob.handle] })

  const made = await expectTwice(ada, { type: 'createRoom', kind: 'inbox', name: 'Shop' })
  const inboxId = made.own.room.id
  await expectTwice(ada, { type: 'setInbox', roomId: inboxId, isOpen: false, webhookUrl: '' })
  await expectTwice(ada, { type: 'renewInboxKeys', roomId: inboxId })

  const { draftId } = await expectTwice(ada, { type: 'createDraft' })
  await expectTwice(ada, { type: 'askToDraft', draftId, handle: bob.handle, role: 'write' })
  await expectTwice(bob, { type: 'acceptDraft', draftId })
  await expectTwice(ada, { type: 'setDraftLink', draftId, role: 'write', on: true })
  await expectTwice(ada, { type: 'keepVersion', draftId })
  await expectTwice(ada, { type: 'removeFromDraft', draftId, userId: bob.id })
  await expectTwice(ada, { type: 'deleteDraft', draftId })
  expect(await node.db.post.count()).toBe(0)
})

test('[C8] no words, names or keys are kept', async () => {
  const words = `Unlikely-${randomUUID()}`
  const postId = await writePost(node, ada, words)
  await node.done(bob, { type: 'comment', postId, body: words })
  await node.done(ada, { type: 'editProfile', name: words.slice(0, 40), bio: words })
  const made = await node.done(ada, { type: 'createRoom', kind: 'inbox', name: 'Keys' })
  const roomId = made.own.room.id
  const { settings } = await node.done(ada, { type: 'renewInboxKeys', roomId })
  const { draftId } = await node.done(ada, { type: 'createDraft' })
  const { key } = await node.done(ada, { type: 'setDraftLink', draftId, role: 'read', on: true })
  const kept = await keptText()
  expect(kept).toContain(postId)
  for (const secret of [words.slice(0, 40), settings.key, settings.webhookSecret, key ?? '-']) {
    expect(kept).not.toContain(secret)
  }
})

test('[C8] what has been deleted since, or is not for them any more, is not shown again', async () => {
  const ref = randomUUID()
  const post = { type: 'post', ref, body: 'For a while' }
  const { post: view } = await node.done(ada, { ...post, type: 'post' })
  await node.done(ada, { type: 'deletePost', postId: view.id })
  expect(await node.command(ada, post)).toMatchObject({ type: 'error', ref, code: 'not_found' })
  expect(await node.db.post.count({ where: { body: 'For a while' } })).toBe(0)

  const { own } = await node.done(ada, { type: 'createRoom', kind: 'private', name: 'Within' })
  const roomId = own.room.id
  await node.db.member.create({ data: { roomId, userId: bob.id } })
  const said = { type: 'message' as const, ref: randomUUID(), roomId, body: 'Among us' }
  await node.done(bob, said)
  await node.done(ada, { type: 'removeMember', roomId, userId: bob.id })
  expect(await node.refused(bob, said)).toBe('not_found')
})

test('[C9] a ref that has been used is refused to another command', async () => {
  const ref = randomUUID()
  const first = await node.command(ada, { type: 'post', ref, body: 'The first words' })
  const other = await node.command(ada, { type: 'post', ref, body: 'Other words' })
  expect(other).toMatchObject({ type: 'error', ref, code: 'invalid' })
  expect(await node.db.post.count({ where: { body: 'Other words' } })).toBe(0)
  expect(await node.command(ada, { type: 'post', ref, body: 'The first words' })).toEqual(first)
  // Refs are separate for each person.
  expect(await node.command(bob, { type: 'post', ref, body: 'Other words' })).toMatchObject({
    type: 'ack',
  })
})
