// Unread counts under random messages, edits, deletions and readings, with repeated and late events: in the end the
// store counts what the server counts. A failure prints its seed.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { EventData, EventType, LiveEvent } from '#features/protocol.ts'
import { mostUnread } from './limits.ts'
import type { MessageView, OwnRoom, Reading, RoomView } from './protocol.ts'
import { idOf, sampleAuthor, sampleEvent } from '#features/sample-views.ts'
import { TestBrowser } from '#features/test-browser.ts'

const me = 1
const roomId = idOf(5, 1)
const inboxId = idOf(5, 2)
const nothingRead = idOf(0, 0)

type Step =
  | { do: 'say'; by: number; times: number }
  | { do: 'edit' | 'delete' | 'read here'; which: number }
  | { do: 'read elsewhere' | 'old page'; which: number; late: number }
  | { do: 'account'; by: number }
  | { do: 'again'; back: number }
  | { do: 'reset' | 'recount' | 'done' | 'open' }

const which = fc.nat(400)
const by = fc.integer({ min: 1, max: 3 })
const late = fc.nat(3)
const step = fc.oneof(
  { weight: 6, arbitrary: fc.record({ do: fc.constant('say'), by, times: fc.constant(1) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('say'), by, times: fc.nat(110) }) },
  { weight: 6, arbitrary: fc.record({ do: fc.constantFrom('edit', 'delete', 'delete'), which }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('read here'), which }) },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constantFrom('read elsewhere', 'old page'), which, late }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('account'), by: fc.constantFrom(2, 3) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('again'), back: fc.nat(30) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constantFrom('reset', 'recount', 'done', 'open') }) },
) as fc.Arbitrary<Step>

interface State {
  alive: readonly { id: string; by: number }[]
  readUpTo: string
}

/** A model of the server: its rows, its log, and its answers. */
class Server {
  /** The event at each sequence of the log; null: its words were deleted. */
  readonly log: (LiveEvent | null)[] = []
  readonly #kind: RoomView['kind']
  /** The rows after each event. */
  readonly #states: State[] = [{ alive: [], readUpTo: nothingRead }]
  #said = 0
  #done = false

  constructor(kind: RoomView['kind']) {
    this.#kind = kind
  }

  get state(): State {
    return this.#states.at(-1) as State
  }

  get room(): RoomView {
    const inbox = { inboxId, inboxName: 'Shop', assignee: null, done: this.#done }
    const conversation = this.#kind === 'conversation' ? inbox : null
    return { id: roomId, kind: this.#kind, name: 'r', people: [], createdById: null, conversation }
  }

  /** The viewer's reading as it was `ago` events before. */
  reading(ago = 0): Reading {
    const { alive, readUpTo } = this.#states[Math.max(0, this.#states.length - 1 - ago)] as State
    const ids = alive.filter(({ id, by: author }) => author !== me && id > readUpTo)
    const isCounted = ids.length < mostUnread
    return {
      roomId,
      readUpTo,
      unread: Math.min(ids.length, mostUnread),
      waiting: isCounted ? ids.map(({ id }) => id) : [],
      latest: alive.at(-1)?.id ?? null,
    }
  }

  own(ago = 0): OwnRoom {
    return { room: this.room, ...this.reading(ago) }
  }

  say(author: number): void {
    this.#said += 1
    const id = idOf(6, this.#said)
    this.#done = false
    this.#becomes({ ...this.state, alive: [...this.state.alive, { id, by: author }] })
    this.#tell('created', id, author)
  }

  edit(number: number): void {
    const { alive } = this.state
    const message = alive[number % Math.max(1, alive.length)]
    if (!message) return
    this.#forget(message.id)
    this.#becomes(this.state)
    this.#tell('edited', message.id, message.by)
  }

  delete(id: string | undefined): void {
    if (id === undefined) return
    this.#forget(id)
    this.#becomes({ ...this.state, alive: this.state.alive.filter((each) => each.id !== id) })
    const latest = this.state.alive.at(-1)?.id ?? null
    if (this.#kind === 'conversation') {
      const deleted = { messageId: id, latest }
      this.#append('conversation.changed', { room: this.room, latest: null, deleted })
    } else this.#append('message.deleted', { roomId, messageId: id, latest })
  }

  read(number: number, ago: number): void {
    const { alive, readUpTo } = this.state
    const upTo = alive[number % Math.max(1, alive.length)]?.id ?? readUpTo
    this.#becomes({ ...this.state, readUpTo: upTo > readUpTo ? upTo : readUpTo })
    const told = this.reading(ago)
    this.#append('room.read', { ...told, readUpTo: this.state.readUpTo })
  }

  setDone(done: boolean): void {
    if (this.#kind !== 'conversation') return
    this.#done = done
    this.#becomes(this.state)
    this.#append('conversation.changed', { room: this.room, latest: null })
  }

  #tell(how: 'created' | 'edited', id: string, author: number): void {
    const message: MessageView = {
      id,
      roomId,
      author: sampleAuthor(author),
      body: id,
      replyTo: null,
      at: '',
      editedAt: null,
      reactions: [],
    }
    if (this.#kind === 'conversation') {
      this.#append('conversation.changed', { room: this.room, latest: message })
    } else this.#append(`message.${how}`, { message })
  }

  /** Takes a message's words out of the log. */
  #forget(id: string): void {
    for (const [index, event] of this.log.entries()) {
      const isIts =
        event !== null &&
        (('message' in event.data && event.data.message.id === id) ||
          (event.type === 'conversation.changed' && event.data.latest?.id === id))
      if (isIts) this.log[index] = null
    }
  }

  #becomes(state: State): void {
    this.#states.push(state)
  }

  #append<T extends EventType>(type: T, data: EventData[T]): void {
    this.log.push(sampleEvent(type, data))
  }
}

class Page {
  readonly store = new TestBrowser(sampleAuthor(me))
  readonly #server: Server
  #at = 0

  constructor(server: Server) {
    this.#server = server
    this.reset()
  }

  /** Receives the events since, and the last `back` events before that once more. */
  catchUp(back = 0): void {
    for (const event of this.#server.log.slice(Math.max(0, this.#at - back))) {
      if (event) this.store.apply(event)
    }
    this.#at = this.#server.log.length
  }

  /** Events were lost: loads everything anew. */
  reset(): void {
    const { room } = this.#server
    // The server lists no conversation that is done.
    const rooms = room.conversation?.done ? [] : [this.#server.own()]
    const lost = { messages: [], previous: null }
    this.store.restore({
      cursor: '',
      snapshots: {
        [`user:${idOf(1, me)}`]: { liked: [], rooms, invitations: [] },
        [`room:${room.conversation?.inboxId ?? room.id}`]: lost,
      },
    })
    this.#at = this.#server.log.length
  }

  recount(): void {
    const asked = [...this.store.rooms.doubtful]
    this.store.rooms.doubtful.clear()
    for (const id of asked) {
      this.store.rooms.told({ ...this.#server.reading(), roomId: id })
    }
  }
}

test.each(['private', 'conversation'] as const)('in a %s room', (kind) => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), fc.array(fc.boolean()), (steps, eager) => {
      const server = new Server(kind)
      const page = new Page(server)
      for (const [index, each] of steps.entries()) {
        run(each, server, page)
        if (eager[index % Math.max(1, eager.length)] === true) page.catchUp()
      }
      page.catchUp()
      page.recount()
      const { unread, readUpTo, waiting, latest } = server.reading()
      const isListed = !server.room.conversation?.done
      const shown = page.store.rooms.get(roomId)
      expect(page.store.rooms.unread).toBe(isListed ? unread : 0)
      if (!isListed) return
      expect(shown).toMatchObject({ unread, readUpTo, latest })
      if (unread < mostUnread) expect(shown?.waiting).toEqual(waiting)
    }),
    { numRuns: 600 },
  )
})

function run(each: Step, server: Server, page: Page): void {
  const { alive } = server.state
  if (each.do === 'say') for (let time = 0; time < each.times; time += 1) server.say(each.by)
  else if (each.do === 'edit') server.edit(each.which)
  else if (each.do === 'delete') server.delete(alive[each.which % Math.max(1, alive.length)]?.id)
  else if (each.do === 'account') {
    for (const { id, by: author } of alive) if (author === each.by) server.delete(id)
  } else if (each.do === 'read elsewhere') server.read(each.which, each.late)
  else if (each.do === 'read here') {
    // The viewer sees what the page has received, and the server gets the read mark.
    page.catchUp()
    const upTo = page.store.rooms.get(roomId)?.latest
    if (upTo) page.store.rooms.read(roomId, upTo)
    server.read(alive.length - 1, 0)
  } else if (each.do === 'old page') {
    if (page.store.rooms.get(roomId)) page.store.rooms.put(server.own(each.late))
    page.catchUp(each.late)
  } else if (each.do === 'again') page.catchUp(each.back)
  else if (each.do === 'reset') page.reset()
  else if (each.do === 'recount') page.recount()
  else server.setDone(each.do === 'done')
}
