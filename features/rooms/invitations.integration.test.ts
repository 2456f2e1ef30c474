// Nobody becomes a member of a room without accepting; until then they see nothing of it.
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Invitation } from './protocol.ts'
import { bringIn, startTestNode } from '#server/test-node.ts'
import type { TestNode } from '#server/test-node.ts'
import type { Person } from '#server/test-people.ts'
import { newInbox } from '#server/integration/test-inbox.ts'
import { openSocket, openSse } from '#server/integration/test-readers.ts'

let node: TestNode
let ada: Person
let bob: Person
let cleo: Person

beforeAll(async () => {
  node = await startTestNode()
  ;[ada, bob, cleo] = await node.people('ada', 'bob', 'cleo')
})
afterAll(() => node.stop())

async function begin(kind: 'private' | 'public' = 'private'): Promise<string> {
  const { own } = await node.done(ada, { type: 'createRoom', kind, name: 'Plans' })
  return own.room.id
}

function invite(by: Person, roomId: string, whom: Person) {
  return node.done(by, { type: 'invite', roomId, handle: `@${whom.handle}` })
}

async function invitationsOf(person: Person): Promise<Invitation[]> {
  const topic = `user:${person.id}`
  const response = await node.request(`/live/snapshot?topics=${topic}`, {}, person)
  const { snapshots } = (await response.json()) as {
    snapshots: Record<string, { invitations: Invitation[] }>
  }
  return snapshots[topic]?.invitations ?? []
}

const isIn = async (person: Person, roomId: string) =>
  (await node.db.member.count({ where: { roomId, userId: person.id } })) === 1

test('[C3] whoever is asked in is told so, is not in, and sees nothing before they say yes', async () => {
  const roomId = await begin()
  const { message } = await node.done(ada, { type: 'message', roomId, body: 'Only for us' })
  const asked = await openSocket(node, `topics=user:${bob.id}`, { person: bob })
  const inside = await openSse(node, `topics=room:${roomId}`, { person: ada })
  await invite(ada, roomId, bob)
  const { data } = await asked.next(({ type }) => type === 'room.invited')
  expect(data['data']).toMatchObject({
    invitation: { room: { id: roomId, name: 'Plans' }, by: { handle: 'ada' } },
  })
  const told = await inside.next(({ type }) => type === 'member.invited')
  expect(told.data['data']).toMatchObject({
    asked: { user: { handle: 'bob' }, byId: ada.id },
  })
  expect(await isIn(bob, roomId)).toBe(false)
  expect((await node.request(`/live/snapshot?topics=room:${roomId}`, {}, bob)).status).toBe(404)
  for (const command of [
    { type: 'message', roomId, body: 'I am in' },
    { type: 'react', messageId: message.id, emoji: '👀' },
    { type: 'readRoom', roomId, upTo: message.id },
    { type: 'invite', roomId, handle: 'cleo' },
    { type: 'removeMember', roomId, userId: ada.id },
  ]) {
    expect([command.type, await node.refused(bob, command)]).toEqual([command.type, 'not_found'])
  }
  expect(JSON.stringify(asked.received)).not.toContain('Only for us')
  const { own } = await node.done(bob, { type: 'joinRoom', roomId })
  expect(own.room.id).toBe(roomId)
  await inside.next(({ type }) => type === 'member.joined')
  expect(await invitationsOf(bob)).toEqual([])
  await node.done(bob, { type: 'message', roomId, body: 'Now I am' })
  asked.close()
  inside.close()
})

test('a no is told to those inside, and is not a way in', async () => {
  const roomId = await begin()
  const inside = await openSocket(node, `topics=room:${roomId}`, { person: ada })
  await invite(ada, roomId, bob)
  await node.done(bob, { type: 'leaveRoom', roomId })
  const { data } = await inside.next(({ type }) => type === 'member.uninvited')
  expect(data['data']).toEqual({ roomId, userId: bob.id })
  expect(await node.refused(bob, { type: 'joinRoom', roomId })).toBe('not_found')
  expect(inside.received.map(({ type }) => type)).not.toContain('member.left')
  inside.close()
})

test('[C4] the question is taken back by whoever asked, or whoever made the room, and by no other', async () => {
  const roomId = await begin()
  const [dan, eve] = await node.people('dan', 'eve')
  await bringIn(node, ada, roomId, cleo, dan)
  const withdraw = { type: 'removeMember', roomId, userId: bob.id } as const
  for (const by of [cleo, ada]) {
    const heard = await openSse(node, `topics=user:${bob.id}`, { person: bob })
    await invite(cleo, roomId, bob)
    expect(await node.refused(dan, withdraw)).toBe('forbidden')
    expect(await node.refused(eve, withdraw)).toBe('not_found')
    await node.done(by, withdraw)
    await heard.next(({ type }) => type === 'room.uninvited')
    expect(await node.refused(bob, { type: 'joinRoom', roomId })).toBe('not_found')
    heard.close()
  }
  // Withdrawing an invitation removes no member.
  expect(await node.refused(cleo, { type: 'removeMember', roomId, userId: dan.id })).toBe(
    'forbidden',
  )
  expect(await isIn(dan, roomId)).toBe(true)
})

test('asked twice, or by two at once, is asked once; who is in is not asked', async () => {
  const roomId = await begin('public')
  await bringIn(node, ada, roomId, cleo)
  await Promise.all([invite(ada, roomId, bob), invite(cleo, roomId, bob), invite(ada, roomId, bob)])
  expect((await invitationsOf(bob)).filter(({ room }) => room.id === roomId)).toHaveLength(1)
  await invite(ada, roomId, cleo)
  expect((await invitationsOf(cleo)).filter(({ room }) => room.id === roomId)).toEqual([])
  // Joins as anybody may join a public room.
  await node.done(bob, { type: 'joinRoom', roomId })
  expect(await invitationsOf(bob)).toEqual([])
  await node.done(bob, { type: 'leaveRoom', roomId })
  expect(await invitationsOf(bob)).toEqual([])
})

test('an inbox has nobody answer in it who has not said yes', async () => {
  const { roomId } = await newInbox(node, ada)
  await invite(ada, roomId, bob)
  expect(await node.refused(bob, { type: 'message', roomId, body: 'Hello' })).toBe('not_found')
  expect(await isIn(bob, roomId)).toBe(false)
  await node.done(bob, { type: 'joinRoom', roomId })
  expect(await isIn(bob, roomId)).toBe(true)
})

test('somebody who asked and whose account is gone leaves the question', async () => {
  const roomId = await begin()
  const [frida] = await node.people('frida')
  await bringIn(node, ada, roomId, frida)
  await invite(frida, roomId, bob)
  await node.db.user.delete({ where: { id: frida.id } })
  expect(await invitationsOf(bob)).toMatchObject([{ room: { id: roomId }, by: null }])
  await node.done(bob, { type: 'joinRoom', roomId })
})
