// A cursor is a position in the log, opaque to clients: the log's epoch and the event's id.
// The epoch makes a cursor of another database (restored, or emptied) no cursor of this one.

/** Letters and digits that name one log for its whole life. */
export type Epoch = string

export function formatCursor(epoch: Epoch, id: number): string {
  return `${epoch}-${id.toString(36)}`
}

/** The event id of a cursor of this log, or null when it is not one. */
export function parseCursor(epoch: Epoch, cursor: string): number | null {
  const match = /^([a-z0-9]{1,16})-([0-9a-z]{1,11})$/.exec(cursor)
  if (!match || match[1] !== epoch) return null
  const id = Number.parseInt(match[2] ?? '', 36)
  return Number.isSafeInteger(id) ? id : null
}
