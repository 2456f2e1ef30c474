// How many pages may have one draft open: so many of each person, and so many of all who have no account.
import { tooManyPages } from './channel.ts'
import type { DraftContext } from './draft-connection.ts'

const mostOfPerson = 20
const mostByLink = 50

export class DraftSeats {
  readonly #taken = new Map<string, number>()

  /** A page takes a seat until its socket is closed. Throws when there is none for it. */
  sit(draftId: string, { session, websocket }: DraftContext): void {
    const key = `${draftId} ${session?.user.id ?? ''}`
    const taken = this.#taken.get(key) ?? 0
    if (taken >= (session ? mostOfPerson : mostByLink)) {
      throw Object.assign(new Error(), { reason: tooManyPages })
    }
    if (websocket.readyState > websocket.OPEN) return
    this.#taken.set(key, taken + 1)
    websocket.once('close', () => {
      const left = (this.#taken.get(key) ?? 1) - 1
      if (left === 0) this.#taken.delete(key)
      else this.#taken.set(key, left)
    })
  }
}
