// A cursor is a position in the log, opaque to clients: its epoch and the event's id.
// The epoch makes cursors of another database, or of events lost by restoring a backup, invalid.

/** Letters and digits that name an epoch of one log (see live/server/log/epochs.ts). */
export type Epoch = string

export function formatCursor(epoch: Epoch, id: number): string {
  return `${epoch}-${id.toString(36)}`
}

/**
 * Whether a cursor is later in the log than another. Only for the app's own pages; to other clients cursors are opaque.
 * Of two that cannot be compared each counts as later, so that no event is taken for a duplicate.
 */
export function isLater(cursor: string, than: string): boolean {
  const [a, b] = [readCursor(cursor), readCursor(than)]
  return a && b ? a.id > b.id : cursor !== than
}

/** The epoch and the event id of a cursor, or null when it is malformed. */
export function readCursor(cursor: string): { epoch: Epoch; id: number } | null {
  const match = /^([a-z0-9]{1,16})-([0-9a-z]{1,11})$/.exec(cursor)
  if (!match) return null
  const [, epoch = '', digits = ''] = match
  const id = Number.parseInt(digits, 36)
  return Number.isSafeInteger(id) ? { epoch, id } : null
}
