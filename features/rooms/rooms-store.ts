// Store of the viewer's rooms, with the read mark and unread messages of each. Unread messages are a set of ids, so
// that a repeated event counts once, and a deleted message no longer.
import { mostUnread } from './limits.ts'
import type { MessageView, OwnRoom, Reading, RoomView } from './protocol.ts'
import type { Author } from '#platform/author.ts'

/** A read mark that the server has not sent yet: before every id. */
const untold = ''

interface Known extends OwnRoom {
  /** There are more unread messages than `waiting` lists. */
  more: boolean
}

export class Rooms {
  readonly #rooms = new Map<string, Known>()
  /** Rooms left on this page: a page rendered earlier must not bring them back. */
  readonly #left = new Set<string>()
  readonly #deleted: ReadonlySet<string>
  readonly #touch: (key: string) => void
  /** Public rooms made while the page is open. */
  made: readonly RoomView[] = []
  /** Rooms whose unread messages only the server can count: a recount is due. */
  readonly doubtful = new Set<string>()

  constructor(deleted: ReadonlySet<string>, touch: (key: string) => void) {
    this.#deleted = deleted
    this.#touch = touch
  }

  get(roomId: string): OwnRoom | undefined {
    return this.#rooms.get(roomId)
  }

  hasLeft(roomId: string): boolean {
    return this.#left.has(roomId)
  }

  /** The rooms to subscribe to on every page; conversations are left out, their inbox has their events. */
  get followed(): string[] {
    return [...this.#rooms.values()].flatMap(({ room }) =>
      room.kind === 'conversation' ? [] : [room.id],
    )
  }

  /** Those with the newest messages first, without conversations that are done. */
  get list(): OwnRoom[] {
    return [...this.#rooms.values()]
      .filter(({ room }) => !room.conversation?.done)
      .toSorted((a, b) => compare(orderOf(b), orderOf(a)))
  }

  get unread(): number {
    return this.list.reduce((sum, { unread }) => sum + unread, 0)
  }

  /** Takes a room that the viewer is in. */
  put(own: OwnRoom): void {
    const { id } = own.room
    this.#left.delete(id)
    const known = this.#rooms.get(id)
    if (!known) return this.#set({ ...own, more: own.unread > own.waiting.length })
    this.#set({ ...known, room: own.room })
    this.told({ ...own, roomId: id })
  }

  /** Adds a new public room. */
  create(room: RoomView): void {
    this.made = [...this.made.filter(({ id }) => id !== room.id), room]
    this.#touch('rooms')
  }

  /**
   * The viewer has just joined, or an external change has moved the read mark: replaces the room's state.
   * It may lack a message written at that moment.
   */
  joined(own: OwnRoom): void {
    this.#rooms.delete(own.room.id)
    this.put(own)
    this.doubtful.add(own.room.id)
  }

  /** Replaces the list with the server's; `isKept`: no event of the room has been lost. */
  restore(rooms: readonly OwnRoom[], isKept: (room: RoomView) => boolean = () => false): void {
    const before = new Map(this.#rooms)
    this.#rooms.clear()
    this.#touch('rooms')
    for (const own of rooms) {
      this.put(own)
      const known = before.get(own.room.id)
      const fresh = this.#rooms.get(own.room.id)
      if (!known || !fresh) continue
      if (isKept(own.room)) {
        // Messages that arrived while the server's list was on its way are not in it.
        const came = known.waiting.filter((id) => compare(id, own.latest ?? '') > 0)
        const latest = newer(own.latest, came.at(-1) ?? null)
        this.#wait({ ...fresh, latest }, [...fresh.waiting, ...came])
      }
      this.read(own.room.id, known.readUpTo)
    }
  }

  /** Takes a conversation's new state. If it is new here, only the server can count its unread messages. */
  change(room: RoomView): void {
    const known = this.#rooms.get(room.id)
    const nothing = { readUpTo: untold, unread: 0, waiting: [], latest: null, more: false }
    this.#set({ ...(known ?? nothing), room })
    const isTold = known && known.readUpTo !== untold
    if (!isTold && !room.conversation?.done) this.doubtful.add(room.id)
  }

  /** Takes a room's new name and people; rooms that are not in the store are ignored. */
  rename(room: RoomView): void {
    if (this.#rooms.has(room.id)) this.change(room)
  }

  /** Removes a room; an inbox together with its conversations. */
  remove(roomId: string): void {
    const conversations = [...this.#rooms.values()].flatMap(({ room }) =>
      room.conversation?.inboxId === roomId ? [room.id] : [],
    )
    for (const id of [roomId, ...conversations]) {
      this.#left.add(id)
      this.#rooms.delete(id)
    }
    this.#touch('rooms')
  }

  /** The viewer has read everything up to a message. */
  read(roomId: string, upTo: string): void {
    const own = this.#rooms.get(roomId)
    if (!own || upTo <= own.readUpTo) return
    const more = own.more && compare(upTo, own.latest ?? '') < 0
    this.#wait({ ...own, readUpTo: upTo, more }, own.waiting)
  }

  /** Takes a read mark from another tab, or from the server. Messages known beside it came later, or come again. */
  told({ roomId, readUpTo, unread, waiting, latest }: Reading): void {
    const own = this.#rooms.get(roomId)
    if (!own) return
    const more = (own.more || own.readUpTo === untold) && unread > waiting.length
    // The server may have counted before this reading: only it knows how many of the unlisted messages are left.
    if (!more) this.doubtful.delete(roomId)
    else if (own.readUpTo !== untold && compare(readUpTo, own.readUpTo) > 0)
      this.doubtful.add(roomId)
    this.#wait(
      {
        ...own,
        readUpTo: newer(own.readUpTo, readUpTo) ?? '',
        latest: this.#deleted.has(latest ?? '') ? own.latest : newer(own.latest, latest),
        more,
      },
      [...own.waiting, ...waiting],
    )
  }

  /** Takes a message that may be new: it is unread if somebody else wrote it after the read mark. */
  arrived(message: MessageView, viewerId: string | null): void {
    const own = this.#rooms.get(message.roomId)
    if (!own || this.#deleted.has(message.id)) return
    const waits = message.author.id !== viewerId ? [message.id] : []
    this.#wait({ ...own, latest: newer(own.latest, message.id) }, [...own.waiting, ...waits])
  }

  /** Removes a message; `latest`: the newest one left. */
  deleted(roomId: string, messageId: string, latest: string | null | undefined): void {
    const own = this.#rooms.get(roomId)
    if (!own) return
    const isLatest = own.latest === messageId && latest !== undefined
    // Whether the message was among the unlisted unread ones is not known here.
    if (own.more && compare(messageId, own.readUpTo) > 0) this.doubtful.add(roomId)
    this.#wait({ ...own, latest: isLatest ? latest : own.latest }, own.waiting)
  }

  /** A member joined or left; a direct room is named after its members. */
  moved(roomId: string, user: Author, verb: 'joined' | 'left'): void {
    const own = this.#rooms.get(roomId)
    if (own?.room.kind !== 'direct') return
    const others = own.room.people.filter(({ id }) => id !== user.id)
    const people = verb === 'joined' ? [...others, user] : others
    this.#set({ ...own, room: { ...own.room, people } })
  }

  /** Shows an author's new name and avatar in direct rooms and as an assignee. */
  editAuthor(author: Author): void {
    for (const own of this.#rooms.values()) {
      const { people, conversation } = own.room
      const isAssignee = conversation?.assignee?.id === author.id
      if (!isAssignee && !people.some(({ id }) => id === author.id)) continue
      const room = {
        ...own.room,
        people: people.map((each) => (each.id === author.id ? author : each)),
        conversation: isAssignee ? { ...conversation, assignee: author } : conversation,
      }
      this.#set({ ...own, room })
    }
  }

  /** Stores which of these candidates are unread, each once. Too many are only counted. */
  #wait(own: Known, candidates: readonly string[]): void {
    const waiting = [...new Set(candidates)]
      .filter((id) => compare(id, own.readUpTo) > 0 && !this.#deleted.has(id))
      .toSorted()
    const more = own.more || waiting.length > mostUnread
    const kept = waiting.slice(-mostUnread)
    this.#set({ ...own, more, waiting: kept, unread: more ? mostUnread : kept.length })
  }

  #set(own: Known): void {
    this.#rooms.set(own.room.id, own)
    this.#touch('rooms')
  }
}

function orderOf({ latest, room }: OwnRoom): string {
  return latest ?? room.id
}

function newer(a: string | null, b: string | null): string | null {
  return compare(a ?? '', b ?? '') < 0 ? b : a
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b)
}
