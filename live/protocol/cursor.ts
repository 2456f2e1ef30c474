// A cursor is a position in the log, opaque to clients: the epoch that it is in and the event's id.
// The epoch makes a cursor of another database, or of what a restored one does not have, no cursor of this one.

/** Letters and digits that name a part of one log (see live/server/log/epochs.ts). */
export type Epoch = string

export function formatCursor(epoch: Epoch, id: number): string {
  return `${epoch}-${id.toString(36)}`
}

/**
 * Whether one cursor is behind another one in the log. For our own pages, which come from the same server: to
 * others a cursor is opaque. Of two that cannot be compared each is later, so that nothing is taken for known.
 */
export function isLater(cursor: string, than: string): boolean {
  const [a, b] = [readCursor(cursor), readCursor(than)]
  return a && b ? a.id > b.id : cursor !== than
}

/** The epoch and the event id of a cursor, or null when it is not one. */
export function readCursor(cursor: string): { epoch: Epoch; id: number } | null {
  const match = /^([a-z0-9]{1,16})-([0-9a-z]{1,11})$/.exec(cursor)
  if (!match) return null
  const [, epoch = '', digits = ''] = match
  const id = Number.parseInt(digits, 36)
  return Number.isSafeInteger(id) ? { epoch, id } : null
}
