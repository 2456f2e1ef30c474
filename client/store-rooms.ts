// The reader's rooms, and in each what they have read and what waits for them.
import type { MessageView, OwnRoom, RoomView } from '#protocol/rooms.ts'

/** More unread than this are not counted. */
const countedUnread = 100

export class Rooms {
  readonly #rooms = new Map<string, OwnRoom>()
  /** Rooms that were left here: a page that was rendered before must not bring them back. */
  readonly #left = new Set<string>()
  readonly #touch: (key: string) => void

  constructor(touch: (key: string) => void) {
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

  /** Those with the newest messages first. */
  get list(): OwnRoom[] {
    return [...this.#rooms.values()].toSorted((a, b) => compare(orderOf(b), orderOf(a)))
  }

  get unread(): number {
    return [...this.#rooms.values()].reduce((sum, { unread }) => sum + unread, 0)
  }

  /** Takes a room that its reader is in. */
  put(own: OwnRoom): void {
    this.#left.delete(own.room.id)
    const known = this.#rooms.get(own.room.id)
    // What is known may be further: messages and readings come by other ways too.
    this.#set(known && compare(known.latest ?? '', own.latest ?? '') > 0 ? known : own)
  }

  /** Takes the server's list as the truth. */
  restore(rooms: readonly OwnRoom[]): void {
    this.#rooms.clear()
    for (const own of rooms) this.#rooms.set(own.room.id, own)
    this.#touch('rooms')
  }

  /** Takes a conversation as it is now; in one that was not known nothing has been read. */
  change(room: RoomView): void {
    const known = this.#rooms.get(room.id)
    this.#set(known ? { ...known, room } : { room, readUpTo: '', unread: 0, latest: null })
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

  /** Another tab, or the server, says how far its reader is. */
  read(roomId: string, readUpTo: string, unread: number): void {
    const own = this.#rooms.get(roomId)
    if (!own || compare(readUpTo, own.readUpTo) < 0) return
    this.#set({ ...own, readUpTo, unread })
  }

  /** Counts a message that the reader has not seen yet; once. */
  arrived(message: MessageView, viewerId: string | null): void {
    const own = this.#rooms.get(message.roomId)
    if (!own || compare(message.id, own.latest ?? '') <= 0) return
    const waits = message.author.id !== viewerId && compare(message.id, own.readUpTo) > 0
    const unread = Math.min(countedUnread, own.unread + Number(waits))
    this.#set({ ...own, latest: message.id, unread })
  }

  #set(own: OwnRoom): void {
    this.#rooms.set(own.room.id, own)
    this.#touch('rooms')
  }
}

function orderOf({ latest, room }: OwnRoom): string {
  return latest ?? room.id
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b)
}
