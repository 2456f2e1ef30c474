import { expect, test } from 'vitest'
import type { MessageView, OwnRoom } from './protocol.ts'
import type { LiveEvent, EventData } from '#features/protocol.ts'
import { TestBrowser } from '#features/test-browser.ts'
import { roomsClient } from './client.ts'
import { overMessages } from './pending-messages.ts'

const ada = { id: 'ada', handle: 'ada', name: 'Ada', avatar: null }
const bob = { id: 'bob', handle: 'bob', name: 'Bob', avatar: null }
const room: OwnRoom['room'] = {
  id: 'r',
  kind: 'public',
  name: 'r',
  people: [],
  createdById: null,
  conversation: null,
}
const own: OwnRoom = { room, readUpTo: '1', unread: 0, waiting: [], latest: '1' }

function message(id: string, author = bob): MessageView {
  return { id, roomId: 'r', author, body: id, replyTo: null, at: '', editedAt: null, reactions: [] }
}

function reading(readUpTo: string, waiting: string[]): EventData['room.read'] {
  return { roomId: 'r', readUpTo, unread: waiting.length, waiting, latest: '4' }
}

let count = 0
function event<T extends keyof EventData>(type: T, data: EventData[T]): LiveEvent {
  count += 1
  return { id: `${count}`, topic: 'room:r', at: '', type, data } as unknown as LiveEvent
}

function open(): TestBrowser {
  const store = new TestBrowser(ada)
  store.rooms.restore([own])
  store.talks.open('r', { messages: [message('1'), message('2')], previous: '1' }, [ada, bob])
  return store
}

function idsOf(store: TestBrowser): string[] {
  return store.talks.get('r')?.messages.map(({ id }) => id) ?? []
}

test('a message is counted once as unread, and one’s own never', () => {
  const store = open()
  for (const each of [message('3'), message('3'), message('4', ada)]) {
    store.apply(event('message.created', { message: each }))
  }
  expect(store.rooms.get('r')).toMatchObject({ unread: 1, latest: '4' })
  store.apply(event('room.read', reading('3', [])))
  // An older read mark, from a slower device, changes nothing.
  store.apply(event('room.read', reading('2', ['3'])))
  expect(store.rooms.get('r')).toMatchObject({ unread: 0, readUpTo: '3' })
})

test('messages stand in the order of their ids, whatever the order in which they come', () => {
  const store = open()
  for (const id of ['5', '3', '4']) store.apply(event('message.created', { message: message(id) }))
  expect(idsOf(store)).toEqual(['1', '2', '3', '4', '5'])
})

test('a changed message that was never seen is taken, one of an older page is not', () => {
  const store = open()
  store.apply(event('message.edited', { message: { ...message('3'), editedAt: 'now' } }))
  store.apply(event('message.edited', { message: message('0') }))
  expect(idsOf(store)).toEqual(['1', '2', '3'])
})

test('a deleted message does not come back, and is not quoted any more', () => {
  const store = open()
  const answer = { ...message('3'), replyTo: { id: '2', author: bob, body: '2' } }
  store.apply(event('message.created', { message: answer }))
  store.apply(event('message.deleted', { roomId: 'r', messageId: '2' }))
  store.apply(event('message.created', { message: message('2') }))
  expect(idsOf(store)).toEqual(['1', '3'])
  expect(store.talks.get('r')?.messages.at(-1)?.replyTo).toBeNull()
})

test('after a loss of history the newest page is the truth', () => {
  const store = open()
  store.talks.restore('r', { messages: [message('8'), message('9')], previous: '8' })
  expect(idsOf(store)).toEqual(['8', '9'])
  store.talks.prepend('r', { messages: [message('6'), message('7')], previous: null }, '8')
  expect(idsOf(store)).toEqual(['6', '7', '8', '9'])
})

test('an own message is shown at once and once; a reaction stays until its event', () => {
  const store = open()
  const { pending } = store
  const shown = () =>
    overMessages(store.talks.get('r')?.messages ?? [], 'r', ada, pending.of(roomsClient))
  pending.add({ type: 'message', ref: 'm', roomId: 'r', body: 'Hi' }, 'now')
  pending.add({ type: 'react', ref: 'x', messageId: '2', emoji: '👍' }, 'now')
  expect(shown().map(({ body }) => body)).toEqual(['1', '2', 'Hi'])
  expect(shown()[1]?.reactions).toEqual([{ emoji: '👍', userIds: ['ada'] }])

  const said = { ...message('3', ada), body: 'Hi' }
  const created = event('message.created', { message: said })
  store.apply(created)
  expect(shown().map(({ body }) => body)).toEqual(['1', '2', 'Hi'])
  pending.acknowledge('m', { message: said })
  const reactions = [{ emoji: '👍', userIds: ['ada'] }]
  const reacted = { roomId: 'r', messageId: '2', reactions }
  const waits = pending.acknowledge('x', reacted)
  expect(waits).toBe(true)
  const told = event('message.reactions', reacted)
  store.apply(told)
  expect(pending.has('x')).toBe(false)
  expect(shown()[1]?.reactions).toEqual(reactions)
})

test('a long talk is cut short at its end, and goes on with the page before', () => {
  const store = open()
  const id = (number: number): string => String(number + 2000)
  for (let number = 3; number <= 500; number += 1) store.talks.put(message(id(number)))
  store.talks.trim('r')
  const held = idsOf(store)
  expect([held.length, held.at(-1)]).toEqual([200, id(500)])
  expect(store.talks.get('r')?.previous).toBe(held[0])
  // An older message comes with its page.
  store.talks.put({ ...message(id(5)), editedAt: 'now' })
  expect(idsOf(store)).toEqual(held)
  const page = { messages: [message(id(299)), message(id(300))], previous: id(299) }
  // A page requested before the talk was trimmed would leave a gap.
  store.talks.prepend('r', page, '1')
  expect(idsOf(store)).toEqual(held)
  store.talks.prepend('r', page, held[0] ?? '')
  expect(idsOf(store).slice(0, 3)).toEqual([id(299), id(300), id(301)])
})

test('a room that is called otherwise keeps what its reader knows of it, and one that is not theirs stays unknown', () => {
  const store = open()
  store.apply(event('room.changed', { room: { ...room, name: 'Quay' } }))
  expect(store.rooms.get('r')).toMatchObject({ ...own, room: { ...room, name: 'Quay' } })
  store.apply(event('room.changed', { room: { ...room, id: 'other' } }))
  expect(store.rooms.get('other')).toBeUndefined()
})

test('when words are changed, those that quote them quote the new ones', () => {
  const store = open()
  const answer = { ...message('3'), replyTo: { id: '2', author: bob, body: '2' } }
  for (const each of [message('2'), answer]) store.stateOf(roomsClient).take(each)
  const edited = { message: { ...message('2'), body: 'New' }, excerpt: 'New' }
  store.apply(event('message.edited', edited))
  expect(store.talks.get('r')?.messages.at(-1)?.replyTo?.body).toBe('New')
})
