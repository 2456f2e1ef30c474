// All room state in the browser: the viewer's rooms, invitations and messages.
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

  /** Takes an edited message. It may be new here: the event with its earlier words has left the log. */
  edited(message: MessageView, excerpt: string | undefined): void {
    this.talks.edited(message, excerpt)
    this.arrived(message)
  }

  /** Takes a message that may be new. */
  arrived(message: MessageView): void {
    this.rooms.arrived(message, this.#kit.viewer()?.id ?? null)
  }

  /** Removes a message; `latest`: the newest one left in its room, where that is known. */
  delete(roomId: string, messageId: string, latest?: string | null): void {
    this.talks.delete(roomId, messageId)
    this.rooms.deleted(roomId, messageId, latest)
  }

  /** A member joined or left a room; `key`: the id of the event. */
  moved(key: string, roomId: string, user: Author, verb: 'joined' | 'left'): void {
    this.talks.moved(roomId, key, user, verb)
    this.rooms.moved(roomId, user, verb)
    this.invitations.unask(roomId, user.id)
  }

  joined(own: OwnRoom): void {
    this.invitations.remove(own.room.id)
    this.rooms.joined(own)
  }

  /** The viewer has left it. A public room may still be read. */
  left(roomId: string): void {
    if (this.rooms.get(roomId)?.room.kind !== 'public') this.talks.forget(roomId)
    this.rooms.remove(roomId)
  }

  /** The viewer has lost access to the room. */
  takenAway(roomId: string): void {
    this.talks.forget(roomId)
    this.rooms.remove(roomId)
  }

  /** Replaces the lists with the server's; `isLost`: events of a room were missed. */
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

  /** Shows an author's new name and avatar wherever they are named. */
  editAuthor(author: Author): void {
    this.talks.editAuthor(author)
    this.rooms.editAuthor(author)
    this.invitations.editAuthor(author)
  }

  /** Drops the state that a room's page kept. */
  forget(roomId: string): void {
    this.invitations.forget(roomId)
    this.talks.forget(roomId)
  }
}
