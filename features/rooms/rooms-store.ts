// The reader's rooms, and in each what they have read and what waits for them. What waits is a set of messages,
// so that one that comes twice is one, and one that is deleted waits no longer.
import { mostUnread } from './limits.ts'
import type { MessageView, OwnRoom, Reading, RoomView } from './protocol.ts'
import type { Author } from '#platform/author.ts'

/** How far its reader is has not been told yet: before every message. */
const untold = ''

interface Known extends OwnRoom {
  /** More wait than the store knows of one by one. */
  more: boolean
}

export class Rooms {
  readonly #rooms = new Map<string, Known>()
  /** Rooms that were left here: a page that was rendered before must not bring them back. */
  readonly #left = new Set<string>()
  readonly #deleted: ReadonlySet<string>
  readonly #touch: (key: string) => void
  /** Public rooms that were made while the page is open. */
  made: readonly RoomView[] = []
  /** Rooms of which only the server can say how much waits there: it is to be asked. */
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

  /** Those to follow on every page; what happens in conversations is told in their inbox. */
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

  /** Takes a room that its reader is in. */
  put(own: OwnRoom): void {
    const { id } = own.room
    this.#left.delete(id)
    const known = this.#rooms.get(id)
    if (!known) return this.#set({ ...own, more: own.unread > own.waiting.length })
    this.#set({ ...known, room: own.room })
    this.told({ ...own, roomId: id })
  }

  /** There is another public room. */
  create(room: RoomView): void {
    this.made = [...this.made.filter(({ id }) => id !== room.id), room]
    this.#touch('rooms')
  }

  /**
   * They have just come in, or somebody has changed in the database how far they have read: things are as they are told.
   * What was said at that moment may be missing in it.
   */
  joined(own: OwnRoom): void {
    this.#rooms.delete(own.room.id)
    this.put(own)
    this.doubtful.add(own.room.id)
  }

  /** Takes the server's list as the truth; `isKept`: nothing that happened in the room has been lost. */
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
        // What came while the list was on its way is in no list.
        const came = known.waiting.filter((id) => compare(id, own.latest ?? '') > 0)
        const latest = newer(own.latest, came.at(-1) ?? null)
        this.#wait({ ...fresh, latest }, [...fresh.waiting, ...came])
      }
      this.read(own.room.id, known.readUpTo)
    }
  }

  /** Takes a conversation as it is now. How much waits in one that was not known, only the server can say. */
  change(room: RoomView): void {
    const known = this.#rooms.get(room.id)
    const nothing = { readUpTo: untold, unread: 0, waiting: [], latest: null, more: false }
    this.#set({ ...(known ?? nothing), room })
    const isTold = known && known.readUpTo !== untold
    if (!isTold && !room.conversation?.done) this.doubtful.add(room.id)
  }

  /** Takes what a room is called now, and by whom; one that is not followed stays unknown. */
  rename(room: RoomView): void {
    if (this.#rooms.has(room.id)) this.change(room)
  }

  /** With an inbox its conversations go. */
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

  /** The reader has seen everything up to a message. */
  read(roomId: string, upTo: string): void {
    const own = this.#rooms.get(roomId)
    if (!own || upTo <= own.readUpTo) return
    const more = own.more && compare(upTo, own.latest ?? '') < 0
    this.#wait({ ...own, readUpTo: upTo, more }, own.waiting)
  }

  /** Another tab, or the server, says how far its reader is. What is known beside it came after, or comes again. */
  told({ roomId, readUpTo, unread, waiting, latest }: Reading): void {
    const own = this.#rooms.get(roomId)
    if (!own) return
    const more = (own.more || own.readUpTo === untold) && unread > waiting.length
    // It was counted before that was read, perhaps: how many of those that are not known are left, only the server can say.
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

  /** A message that may be new: it waits when somebody else said it after what was read. */
  arrived(message: MessageView, viewerId: string | null): void {
    const own = this.#rooms.get(message.roomId)
    if (!own || this.#deleted.has(message.id)) return
    const waits = message.author.id !== viewerId ? [message.id] : []
    this.#wait({ ...own, latest: newer(own.latest, message.id) }, [...own.waiting, ...waits])
  }

  /** A message is gone; `latest`: the newest that is left. */
  deleted(roomId: string, messageId: string, latest: string | null | undefined): void {
    const own = this.#rooms.get(roomId)
    if (!own) return
    const isLatest = own.latest === messageId && latest !== undefined
    // Whether it was among those that are not known one by one, and how many there are, cannot be told from here.
    if (own.more && compare(messageId, own.readUpTo) > 0) this.doubtful.add(roomId)
    this.#wait({ ...own, latest: isLatest ? latest : own.latest }, own.waiting)
  }

  /** Somebody came into a direct room, or left it: it is called by its people. */
  moved(roomId: string, user: Author, verb: 'joined' | 'left'): void {
    const own = this.#rooms.get(roomId)
    if (own?.room.kind !== 'direct') return
    const others = own.room.people.filter(({ id }) => id !== user.id)
    const people = verb === 'joined' ? [...others, user] : others
    this.#set({ ...own, room: { ...own.room, people } })
  }

  /** Shows a person's new name and picture in the names of direct rooms, and where they look after a conversation. */
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

  /** Of these the ones that wait, each once. Too many are not kept one by one. */
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
