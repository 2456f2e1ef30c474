// Who writes in a draft, and where. The server sets name and colour from the session; a page reports only its own
// cursor. The id under which the others see it is set by the server, too.
import { randomInt } from 'node:crypto'
import type { Connection } from '@hocuspocus/server'
import { cursorColors, cursorPlace } from './channel.ts'
import type { CursorPlace, WriterState } from './channel.ts'
import { statesMessage } from './draft-message.ts'

/** A cursor that moves more often is sent at this interval. */
const showEveryMs = 50

interface Cursor {
  /** Its id for the other pages. */
  id: number
  /** The id that its page uses, once known. */
  pageId: number | null
  clock: number
  user: WriterState['user']
  /** Its number among writers without a name; null for those with one. */
  guest: number | null
  place: CursorPlace | null
  timer: NodeJS.Timeout | null
  moved: boolean
}

interface Present {
  cursors: Map<Connection, Cursor>
  joined: number
}

export class DraftCursors {
  readonly #drafts = new Map<string, Present>()

  /** Adds a page that may write; `name` is its person's, or null for a page that came by a link. */
  join(connection: Connection, name: string | null): void {
    const draftId = connection.document.name
    const present = this.#drafts.get(draftId) ?? { cursors: new Map(), joined: 0 }
    this.#drafts.set(draftId, present)
    const guest = name === null ? freeNumber(present) : null
    const cursor: Cursor = {
      id: randomInt(2, 2 ** 32),
      pageId: null,
      clock: 1,
      user: { name: name ?? `Guest ${guest}`, ...cursorColors(present.joined) },
      guest,
      place: null,
      timer: null,
      moved: false,
    }
    present.joined += 1
    present.cursors.set(connection, cursor)
    this.#show(connection, cursor)
  }

  /** Sends a page the list of writers. */
  greet(connection: Connection): void {
    const present = this.#drafts.get(connection.document.name)
    const others = [...(present?.cursors ?? [])].filter(([other]) => other !== connection)
    if (others.length === 0) return
    const states = others.map(([, { id, clock, user, place }]) => ({
      id,
      clock,
      state: { user, cursor: place },
    }))
    connection.send(statesMessage(connection.document.name, states))
  }

  /** A page reports its cursor. What it reports about others, and about its name, is ignored. */
  move(connection: Connection, states: readonly [id: number, json: string][]): void {
    const present = this.#drafts.get(connection.document.name)
    const cursor = present?.cursors.get(connection)
    if (!present || !cursor) return
    const known = new Set([...present.cursors.values()].map(({ id }) => id))
    const own = states.find(([id]) =>
      cursor.pageId === null ? !known.has(id) : id === cursor.pageId,
    )
    if (!own) return
    const [pageId, json] = own
    cursor.pageId = pageId
    cursor.place = placeOf(json)
    cursor.moved = true
    cursor.timer ??= this.#showSoon(connection, cursor)
  }

  /** The page has left. */
  leave(connection: Connection): void {
    const draftId = connection.document.name
    const present = this.#drafts.get(draftId)
    const cursor = present?.cursors.get(connection)
    if (!present || !cursor) return
    if (cursor.timer) clearTimeout(cursor.timer)
    present.cursors.delete(connection)
    if (present.cursors.size === 0) this.#drafts.delete(draftId)
    const gone = statesMessage(draftId, [{ id: cursor.id, clock: cursor.clock + 1, state: null }])
    for (const other of connection.document.getConnections())
      if (other !== connection) other.send(gone)
  }

  /** Sends a cursor at once, and later moves after the interval. */
  #showSoon(connection: Connection, cursor: Cursor): NodeJS.Timeout {
    cursor.moved = false
    cursor.clock += 1
    this.#show(connection, cursor)
    return setTimeout(() => {
      cursor.timer = cursor.moved ? this.#showSoon(connection, cursor) : null
    }, showEveryMs)
  }

  #show(connection: Connection, { id, clock, user, place }: Cursor): void {
    const { document } = connection
    const message = statesMessage(document.name, [{ id, clock, state: { user, cursor: place } }])
    for (const other of document.getConnections()) if (other !== connection) other.send(message)
  }
}

function placeOf(json: string): CursorPlace | null {
  try {
    const state: unknown = JSON.parse(json)
    const place = state instanceof Object && 'cursor' in state ? state.cursor : null
    return cursorPlace.safeParse(place).data ?? null
  } catch {
    return null
  }
}

function freeNumber({ cursors }: Present): number {
  const taken = new Set([...cursors.values()].map(({ guest }) => guest))
  let number = 1
  while (taken.has(number)) number += 1
  return number
}
