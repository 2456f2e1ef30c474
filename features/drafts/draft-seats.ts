// Limits how many pages may have one draft open: for each person, and for all visitors without an account together.
import { tooManyPages } from './channel.ts'
import type { DraftContext } from './draft-connection.ts'

const mostOfPerson = 20
const mostByLink = 50

export class DraftSeats {
  readonly #taken = new Map<string, number>()

  /** Takes a seat until the page's socket is closed. Throws when there is none left. */
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
