// All that the browser knows of rooms: the reader's own, who is asked into which, and what is said in them.
import type { Kit } from '#live/client/define.ts'
import type { Author } from '#platform/author.ts'
import { Invitations } from './invitations-store.ts'
import type { MessageView, OwnRoom, Invitation, RoomView } from './protocol.ts'
import { Rooms } from './rooms-store.ts'
import { Talks } from './talks-store.ts'

export class RoomsState {
  readonly rooms: Rooms
  readonly invitations: Invitations
  readonly talks: Talks
  readonly #kit: Kit<Author>

  constructor(kit: Kit<Author>) {
    this.#kit = kit
    this.rooms = new Rooms(kit.deleted, kit.touch)
    this.invitations = new Invitations(kit.touch)
    this.talks = new Talks(kit.deleted, kit.touch)
  }

  /** Takes a message that was sent. */
  take(message: MessageView): void {
    this.talks.put(message)
    this.arrived(message)
  }

  /** Takes a message whose words were changed. It may never have come before: its earlier words have left the log. */
  edited(message: MessageView, excerpt: string | undefined): void {
    this.talks.edited(message, excerpt)
    this.arrived(message)
  }

  /** A message that may be new. */
  arrived(message: MessageView): void {
    this.rooms.arrived(message, this.#kit.viewer()?.id ?? null)
  }

  /** Takes a message out; `latest`: the newest that is left in its room, where that is known. */
  delete(roomId: string, messageId: string, latest?: string | null): void {
    this.talks.delete(roomId, messageId)
    this.rooms.deleted(roomId, messageId, latest)
  }

  /** Somebody came into a room, or left it; `key`: the event that says so. */
  moved(key: string, roomId: string, user: Author, verb: 'joined' | 'left'): void {
    this.talks.moved(roomId, key, user, verb)
    this.rooms.moved(roomId, user, verb)
    this.invitations.unask(roomId, user.id)
  }

  joined(own: OwnRoom): void {
    this.invitations.remove(own.room.id)
    this.rooms.joined(own)
  }

  /** The reader is in it no longer. What is said in a public room may still be read. */
  left(roomId: string): void {
    if (this.rooms.get(roomId)?.room.kind !== 'public') this.talks.forget(roomId)
    this.rooms.remove(roomId)
  }

  /** The reader may not be there, whatever it is. */
  takenAway(roomId: string): void {
    this.talks.forget(roomId)
    this.rooms.remove(roomId)
  }

  /** Takes the server's lists as the truth; `isLost`: the history of a room is not known. */
  restoreOwn(
    { rooms, invitations }: { rooms: readonly OwnRoom[]; invitations: readonly Invitation[] },
    isLost: (roomId: string) => boolean,
  ): void {
    this.invitations.restore(invitations)
    this.rooms.restore(
      rooms,
      ({ id, conversation }: RoomView) =>
        !isLost(id) && !(conversation && isLost(conversation.inboxId)),
    )
  }

  /** Shows a person's new name and picture wherever they are named. */
  editAuthor(author: Author): void {
    this.talks.editAuthor(author)
    this.rooms.editAuthor(author)
    this.invitations.editAuthor(author)
  }

  /** Lets go of what the page of a room kept up. */
  forget(roomId: string): void {
    this.invitations.forget(roomId)
    this.talks.forget(roomId)
  }
}
