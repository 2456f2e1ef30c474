// The log's epochs: each start of a node begins one, and a cursor names the one that its place is in. When a backup
// is restored, what was written after it is gone, with the epochs since; what is written then is in a new one. So a
// cursor of what is gone is known by its epoch, even when the log has grown past it again.
import { randomBytes } from 'node:crypto'
import type { Epoch } from '../../protocol/cursor.ts'
import { logLock } from './append.ts'
import type { Bus } from '../../../platform/postgres/bus.ts'

/** For a row of `events` called `events`: the epoch that it is in. */
export const epochOfRow = `(
  SELECT epoch FROM log_epochs WHERE first <= events.id ORDER BY first DESC LIMIT 1
) AS epoch`

interface Begun {
  first: number
  epoch: Epoch
}

export class Epochs {
  /** From the newest on. */
  #known: Begun[] = []

  /** Begins one, right behind the last event that is there; resolves with its first place, which no event has. */
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

  /** Reads them all. */
  async read(bus: Bus): Promise<void> {
    const rows = await bus.query<{ first: string; epoch: string }>(
      'SELECT first, epoch FROM log_epochs ORDER BY first DESC',
    )
    this.#known = rows.map(({ first, epoch }) => ({ first: Number(first), epoch }))
  }

  /** The epoch of a place, as far as this node has read; '' before the first. */
  of(id: number): Epoch {
    return this.#known.find(({ first }) => first <= id)?.epoch ?? ''
  }

  /** Another node has begun one, and this is the first event of it that was read. */
  found(id: number, epoch: Epoch): void {
    if (this.of(id) !== epoch) this.#known.unshift({ first: id, epoch })
  }
}
