// Inbox state in the browser, beside the rooms: which visitors' links were withdrawn.
import type { Kit } from '#live/client/define.ts'
import { roomsClient } from '#features/rooms/client.ts'
import type { RoomsState } from '#features/rooms/client.ts'
import type { MessagePage, MessageView, RoomView } from '#features/rooms/protocol.ts'
import type { Author } from '#platform/author.ts'

export class InboxesState {
  /** A conversation is stored as a room. */
  readonly #rooms: RoomsState
  readonly #withdrawn = new Set<string>()
  readonly #touch: (key: string) => void

  constructor(kit: Kit<Author>) {
    this.#rooms = kit.stateOf(roomsClient)
    this.#touch = kit.touch
  }

  /** An inbox's settings have changed: a page that shows them asks the server again. */
  changed(roomId: string): void {
    this.#touch(`inbox:${roomId}`)
  }

  /** Takes a conversation's new state, and a message that was written or deleted there. */
  changeConversation(
    room: RoomView,
    latest: MessageView | null,
    deleted: { messageId: string; latest: string | null } | undefined,
  ): void {
    this.#rooms.rooms.change(room)
    if (latest) this.#rooms.arrived(latest)
    if (deleted) this.#rooms.delete(room.id, deleted.messageId, deleted.latest)
  }

  /** Whether a visitor's link was withdrawn. */
  isWithdrawn(visitId: string): boolean {
    return this.#withdrawn.has(visitId)
  }

  withdraw(visitId: string): void {
    this.#withdrawn.add(visitId)
    this.#touch(`withdrawn:${visitId}`)
  }

  restoreVisit(visitId: string, page: MessagePage): void {
    this.#rooms.talks.restore(visitId, page)
  }

  forgetVisit(visitId: string): void {
    this.#rooms.forget(visitId)
  }
}
