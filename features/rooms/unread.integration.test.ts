// Unread counts against the real server: random messages, edits, deletions, readings, disconnects, reloads, restarts
// and prunes. In the end every page counts what the database counts.
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { testSeed } from '#scripts/seed.ts'
import { Retention } from '#live/server/log/retention.ts'
import { readOwnRooms } from './queries.ts'
import { site } from '#server/site.ts'
import { createLogger } from '#platform/logger.ts'
import { unseal } from '#platform/seal.ts'
import { bringIn, startTestNode } from '#server/test-node.ts'
import type { TestNode } from '#server/test-node.ts'
import type { Person } from '#server/test-people.ts'
import { UnreadPage } from '#server/integration/test-unread-page.ts'
import type { TransportName } from '#live/client/transports/transport.ts'

const seed = testSeed()
const steps = Number(process.env['MODEL_STEPS'] ?? 250)

type Step =
  | {
      does: 'say' | 'edit' | 'delete' | 'outside' | 'done' | 'leave' | 'join'
      who: number
      which: number
    }
  | { does: 'read' | 'reload' | 'cut' | 'down' | 'up'; page: number; which: number }
  | { does: 'flood' | 'restart' | 'prune' }

const which = fc.nat(1000)
const change = fc.constantFrom('say', 'say', 'say', 'edit', 'delete', 'delete', 'outside', 'done')
const rare = fc.constantFrom('leave', 'join')
const trouble = fc.constantFrom('read', 'read', 'reload', 'cut', 'down', 'up')
const step = fc.oneof(
  { weight: 75, arbitrary: fc.record({ does: change, who: fc.nat(2), which }) },
  { weight: 2, arbitrary: fc.record({ does: rare, who: fc.constant(1), which }) },
  { weight: 20, arbitrary: fc.record({ does: trouble, page: fc.nat(3), which }) },
  { weight: 2, arbitrary: fc.record({ does: fc.constantFrom('flood', 'restart', 'prune') }) },
) as fc.Arbitrary<Step>

const orders: [who: number, order: TransportName[]][] = [
  [0, ['sse', 'websocket']],
  [0, ['long-poll']],
  [1, ['websocket', 'sse']],
  [2, ['sse']],
]

let node: TestNode
let people: Person[]
beforeAll(async () => {
  node = await startTestNode()
  people = [...(await node.people('ada', 'bob', 'cleo'))]
})
afterAll(() => node.stop())

interface Rooms {
  open: string
  direct: string
  inbox: string
}

test(`${steps} random steps leave every page with the right counts (seed ${seed})`, async () => {
  console.log(`unread model test: seed ${seed}`)
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: steps, maxLength: steps }), runModel),
    { seed, numRuns: 2, endOnFailure: true },
  )
}, 240_000)

async function begin(): Promise<Rooms> {
  const [ada, ...others] = people as [Person, ...Person[]]
  const made = async (kind: 'public' | 'inbox') => {
    const { own } = await node.done(ada, { type: 'createRoom', kind, name: 'Room' })
    await bringIn(node, ada, own.room.id, ...others)
    return own.room.id
  }
  const { own } = await node.done(ada, { type: 'openDirect', handles: ['bob', 'cleo'] })
  return { open: await made('public'), direct: own.room.id, inbox: await made('inbox') }
}

async function runModel(list: Step[]): Promise<void> {
  const rooms = await begin()
  const pages = await Promise.all(
    orders.map(async ([who, order]) => {
      const person = people[who] as Person
      const page = new UnreadPage(node, person, order)
      await page.load()
      return { person, page }
    }),
  )
  for (const each of list) {
    if ('page' in each) await onPage(each, pages[each.page]?.page as UnreadPage)
    else if ('who' in each) await changing(each, people[each.who] as Person, rooms)
    else if (each.does === 'flood') await flood(rooms.open)
    else if (each.does === 'restart') await node.restart()
    else await prune()
  }
  for (const { page } of pages) page.heal()
  for (const [index, { person, page }] of pages.entries()) {
    const right = async (): Promise<void> =>
      expect(page.shown, `page ${index}`).toEqual(await truthFor(person))
    await vi.waitFor(right, { timeout: 30_000, interval: 100 })
  }
  for (const { page } of pages) page.leave()
}

async function onPage({ does, which: among }: Extract<Step, { page: number }>, page: UnreadPage) {
  const shown = Object.keys(page.shown)
  if (does === 'reload') await page.load()
  else if (does === 'cut') page.network.cut()
  else if (does === 'read') await page.read(shown[among % Math.max(1, shown.length)] ?? '')
  else page.network.down = does === 'down'
}

async function changing(
  each: Extract<Step, { who: number }>,
  person: Person,
  rooms: Rooms,
): Promise<void> {
  const { does, which: among } = each
  if (does === 'outside') {
    const ref = null
    const { key } = await node.db.inbox.findUniqueOrThrow({ where: { roomId: rooms.inbox } })
    const from = {
      address: `${among % 3}`,
      name: null,
      key: unseal(key) ?? '',
      inboxId: rooms.inbox,
    }
    await site().receiveVisitorMessage({ by: 'gateway', ...from, body: 'Hello?', ref }, 'test')
    return
  }
  const conversations = await node.db.conversation.findMany({
    where: { inboxId: rooms.inbox },
    select: { roomId: true, doneAt: true },
  })
  const all = [rooms.open, rooms.direct, ...conversations.map(({ roomId }) => roomId)]
  const roomId = all[among % all.length] as string
  if (does === 'say') await node.command(person, { type: 'message', roomId, body: 'Something' })
  else if (does === 'done') {
    const conversation = conversations[among % Math.max(1, conversations.length)]
    const done = conversation?.doneAt === null
    if (conversation)
      await node.command(person, { type: 'setDone', roomId: conversation.roomId, done })
  } else if (does === 'leave') await node.command(person, { type: 'leaveRoom', roomId: rooms.open })
  else if (does === 'join') await node.command(person, { type: 'joinRoom', roomId: rooms.open })
  else {
    const own = await node.db.message.findMany({
      where: { roomId, authorId: person.id },
      select: { id: true },
    })
    const messageId = own[among % Math.max(1, own.length)]?.id
    if (messageId === undefined) return
    if (does === 'edit')
      await node.command(person, { type: 'editMessage', messageId, body: 'Other' })
    else await node.command(person, { type: 'deleteMessage', messageId })
  }
}

/** Writes more messages than are counted. */
async function flood(roomId: string): Promise<void> {
  const [ada] = people as [Person]
  await Promise.all(
    Array.from({ length: 101 }, () =>
      node.command(ada, { type: 'message', roomId, body: 'Again' }),
    ),
  )
}

async function prune(): Promise<void> {
  const retention = new Retention(node.db, { hours: 100, events: 60 }, createLogger('fatal'))
  await retention.prune()
  await retention.stop()
}

async function truthFor(person: Person): Promise<UnreadPage['shown']> {
  const rooms = await readOwnRooms(node.db, person.id)
  return Object.fromEntries(
    rooms.map(({ room, unread, readUpTo, latest }) => [room.id, [unread, readUpTo, latest]]),
  )
}
