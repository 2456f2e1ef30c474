// The log's epochs. Each start of a node begins one, and a cursor names the epoch of its position. Restoring a backup
// loses the newest events with their epochs, and later events get a new one. So a cursor of a lost event is recognised
// by its epoch, even when the log has grown past its position again.
import { randomBytes } from 'node:crypto'
import type { Epoch } from '../../protocol/cursor.ts'
import { logLock } from './append.ts'
import type { Bus } from '../../../platform/postgres/bus.ts'

/** An SQL expression for the epoch of a row of `events`. */
export const epochOfRow = `(
  SELECT epoch FROM log_epochs WHERE first <= events.id ORDER BY first DESC LIMIT 1
) AS epoch`

interface Begun {
  first: number
  epoch: Epoch
}

export class Epochs {
  /** Newest first. */
  #known: Begun[] = []

  /** Begins an epoch right after the last event; resolves with its first position, which no event has. */
  async begin(bus: Bus): Promise<number> {
    const epoch = randomBytes(4).toString('hex')
    const rows = await bus.query<{ first: string }>('SELECT begin_epoch($1, $2) AS first', [
      logLock,
      epoch,
    ])
    const [row] = rows
    if (!row) throw new Error('The database did not return an epoch that it wrote.')
    return Number(row.first)
  }

  /** Reads all epochs from the database. */
  async read(bus: Bus): Promise<void> {
    const rows = await bus.query<{ first: string; epoch: string }>(
      'SELECT first, epoch FROM log_epochs ORDER BY first DESC',
    )
    this.#known = rows.map(({ first, epoch }) => ({ first: Number(first), epoch }))
  }

  /** The epoch of a position, as far as this node has read; '' before the first. */
  of(id: number): Epoch {
    return this.#known.find(({ first }) => first <= id)?.epoch ?? ''
  }

  /** Called for each event read: adds an epoch that another node has begun. */
  found(id: number, epoch: Epoch): void {
    if (this.of(id) !== epoch) this.#known.unshift({ first: id, epoch })
  }
}
