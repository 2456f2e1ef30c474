// Store of invitations: the viewer's own, and those into the rooms of open pages.
import type { Asked, Invitation } from './protocol.ts'
import type { Author } from '#platform/author.ts'

export class Invitations {
  #own: readonly Invitation[] = []
  readonly #asked = new Map<string, readonly Asked[]>()
  readonly #touch: (key: string) => void

  constructor(touch: (key: string) => void) {
    this.#touch = touch
  }

  /** The newest first. */
  get own(): readonly Invitation[] {
    return this.#own
  }

  /** Replaces the list with the server's. */
  restore(invitations: readonly Invitation[]): void {
    this.#own = invitations
    this.#touch('invitations')
  }

  put(invitation: Invitation): void {
    const others = this.#own.filter(({ room }) => room.id !== invitation.room.id)
    this.restore([invitation, ...others])
  }

  /** Removes an invitation that was answered or withdrawn. */
  remove(roomId: string): void {
    const others = this.#own.filter(({ room }) => room.id !== roomId)
    if (others.length < this.#own.length) this.restore(others)
  }

  /** Who is invited into a room, newest first; undefined where no page has loaded that. */
  asked(roomId: string): readonly Asked[] | undefined {
    return this.#asked.get(roomId)
  }

  /** Takes a page's list of who is invited into its room. */
  open(roomId: string, asked: readonly Asked[]): void {
    this.#asked.set(roomId, asked)
    this.#touch(`asked:${roomId}`)
  }

  ask(roomId: string, asked: Asked): void {
    const known = this.#asked.get(roomId)
    if (known) this.open(roomId, [asked, ...without(known, asked.user.id)])
  }

  /** The invitation was accepted, declined or withdrawn. */
  unask(roomId: string, userId: string): void {
    const known = this.#asked.get(roomId)
    if (known?.some(({ user }) => user.id === userId)) this.open(roomId, without(known, userId))
  }

  forget(roomId: string): void {
    this.#asked.delete(roomId)
  }

  /** Shows an author's new name and avatar. */
  editAuthor(author: Author): void {
    if (this.#own.some(({ by }) => by?.id === author.id)) {
      this.restore(
        this.#own.map((each) => (each.by?.id === author.id ? { ...each, by: author } : each)),
      )
    }
    for (const [roomId, asked] of this.#asked) {
      if (!asked.some(({ user }) => user.id === author.id)) continue
      this.open(
        roomId,
        asked.map((each) => (each.user.id === author.id ? { ...each, user: author } : each)),
      )
    }
  }
}

function without(asked: readonly Asked[], userId: string): Asked[] {
  return asked.filter(({ user }) => user.id !== userId)
}
