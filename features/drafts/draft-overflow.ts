// Pages whose changes exceed what a draft can hold: they get a notice, keep their text, and are asked for it again when there may be room.
import type { Connection, Document } from '@hocuspocus/server'
import type { DraftNotice } from './channel.ts'
import { sizeOf } from './draft-growth.ts'
import { questionMessage } from './draft-message.ts'

/** A page over the limit that goes on writing is asked at most this often. */
const askEveryMs = 1000

interface Overflowing {
  /** How many messages of the page were not acknowledged. */
  owed: number
  why: string
  /** The draft's length in characters when it was full. */
  length: number
  timer: NodeJS.Timeout | null
  /** The page was asked, and has not answered yet. */
  isAsked: boolean
}

export class DraftOverflow {
  readonly #pages = new Map<Connection, Overflowing>()

  /** A page's update exceeded the limit. */
  begin(connection: Connection, { why, count }: { why: string; count: number }): void {
    const { length } = sizeOf(connection.document)
    const known = this.#pages.get(connection)
    const page = known ?? { owed: 0, why, length, timer: null, isAsked: false }
    this.#pages.set(connection, Object.assign(page, { owed: page.owed + count, length }))
    if (known && known.why === why) return
    page.why = why
    tell(connection, why)
  }

  /** Whether the page is over the limit: then its updates are ignored, except for the answer to a question. */
  holds(connection: Connection, { count, isAll }: { count: number; isAll: boolean }): boolean {
    const page = this.#pages.get(connection)
    if (!page) return false
    if (isAll) {
      // A page does not count its answers as updates to be acknowledged.
      if (page.isAsked) page.owed -= 1
      page.isAsked = false
      return false
    }
    page.owed += count
    this.#askSoon(connection, page)
    return true
  }

  /** All of it had room; returns how many messages are still to be acknowledged. */
  end(connection: Connection): number {
    const page = this.#pages.get(connection)
    if (!page) return 0
    this.forget(connection)
    tell(connection, null)
    return page.owed
  }

  /** A draft changed: there may be room now. */
  look(document: Document): void {
    if (this.#pages.size === 0) return
    const { length } = sizeOf(document)
    for (const [connection, page] of this.#pages) {
      if (connection.document === document && length < page.length) {
        page.length = length
        this.#askSoon(connection, page)
      }
    }
  }

  forget(connection: Connection): void {
    const timer = this.#pages.get(connection)?.timer
    if (timer) clearTimeout(timer)
    this.#pages.delete(connection)
  }

  #askSoon(connection: Connection, page: Overflowing): void {
    page.timer ??= setTimeout(() => {
      page.timer = null
      page.isAsked = true
      const { document } = connection
      connection.send(questionMessage(document.name, document))
    }, askEveryMs)
  }
}

function tell(connection: Connection, why: string | null): void {
  const notice: DraftNotice = { type: 'full', why }
  connection.sendStateless(JSON.stringify(notice))
}
