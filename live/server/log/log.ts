// This node's reader of the log: tails the table `events` over a connection of its own, keeps the newest
// part in memory, and publishes each entry once, in order. Nothing is broadcast that was not read from the log.
import { randomUUID } from 'node:crypto'
import { formatCursor, readCursor } from '../../protocol/cursor.ts'
import type { Logger } from '../../../platform/logger.ts'
import type { Statements } from '../../../platform/postgres/statements.ts'
import type { Bus } from '../../../platform/postgres/bus.ts'
import { logChannel } from './append.ts'
import { dataOf, firstBeside, requoted, toEntry } from './entry.ts'
import type { Entry, EventRow } from './entry.ts'
import { epochOfRow, Epochs } from './epochs.ts'
import { uuidOf } from '../uuid-of.ts'
import type { KnownEvents } from './event-rules.ts'
import { readBounds, readEnd, readPage } from './table.ts'
import { bytesPerCharacter, Recent } from './recent.ts'
import type { RecentBounds } from './recent.ts'

/** Rows that the tail reads per query. */
const tailSize = 2000
/** How often the tail polls, in case a notification was lost. */
const lookEveryMs = 1000
/** How much of the newest part of the log is kept in memory. */
const usualRecent: RecentBounds = { entries: 20_000, bytes: 64 * 1024 * 1024 }

export interface LogOptions {
  /** Not connected yet: the log connects it, and reconnects after a loss. */
  bus: Bus
  /** For reading outside of a transaction. */
  db: Statements
  known: KnownEvents
  logger: Logger
  /** How much of the newest part of the log is kept in memory. */
  recent?: RecentBounds
  onEntries: (entries: readonly Entry[]) => void
  /** The database was restored to an earlier state: the log continues here, and published entries may be lost. */
  onRewound: (position: number) => void
}

type Resume = { kind: 'start'; after: number } | { kind: 'reset'; after: number }

export class Log {
  /** Identifies this node in notifications, so that its own do not wake it a second time. */
  readonly nodeId = randomUUID()
  readonly #options: LogOptions
  readonly #bus: Bus
  readonly #epochs = new Epochs()
  #recent = new Recent({ entries: 0, bytes: 0 }, 0)
  #position = 0
  readonly #awaited = new Set<{ id: number; resolve: () => void }>()
  #reading = false
  #wanted = false
  #started = false
  #connecting = false
  #stopped = false
  #lookedAt = 0
  #timer: NodeJS.Timeout | undefined

  constructor(options: LogOptions) {
    this.#options = options
    this.#bus = options.bus
    this.#bus.on(logChannel, {
      heard: (nodeId) => {
        // This node's own commits have called wake() already.
        if (nodeId !== this.nodeId) this.wake()
      },
    })
  }

  /** Connects, learns where the log ends and reads its newest part into memory. */
  async start(): Promise<void> {
    await this.#bus.connect()
    this.#position = await this.#epochs.begin(this.#bus)
    await this.#epochs.read(this.#bus)
    const [row] = await this.#bus.query<{ pruned: string }>('SELECT pruned FROM log')
    if (!row) throw new Error('The table "log" has lost its row: restore it from a backup.')
    const most = this.#options.recent ?? usualRecent
    const rows = await this.#bus.query<EventRow & { found: string }>(
      `SELECT * FROM (
         SELECT *, count(*) OVER () AS found, sum(length(data)) OVER (ORDER BY id DESC) AS characters
         FROM (
           SELECT id, topic, type, at, data::text AS data, subject, ${epochOfRow} FROM events
           WHERE id <= $1 ORDER BY id DESC LIMIT $2
         ) newest
       ) weighed WHERE characters <= $3 ORDER BY id`,
      [this.#position, most.entries, most.bytes / bytesPerCharacter],
    )
    const [first] = rows
    const all = rows.length < most.entries && rows.length === Number(first?.found ?? 0)
    const after = all ? Number(row.pruned) : Number(first?.id ?? this.#position)
    this.#recent = new Recent(most, after)
    this.#recent.push(rows.map((row) => toEntry(row, this.#options.known)))
    this.#started = true
    this.#lookedAt = Date.now()
    this.#timer = setInterval(() => void this.#look(), lookEveryMs)
  }

  /** Starts publishing. Separate from `start`, as the listeners are created in between. */
  open(): void {
    this.#bus.open()
    this.wake()
  }

  async stop(): Promise<void> {
    this.#stopped = true
    clearInterval(this.#timer)
    await this.#bus.close()
  }

  get position(): number {
    return this.#position
  }

  get recent(): Recent {
    return this.#recent
  }

  /** Called after a commit of this node: resolves when the tail has read up to `id`, or after a second. */
  async caughtUp(id: number): Promise<void> {
    this.wake()
    if (this.#position >= id) return
    await new Promise<void>((resolve) => {
      const waiting = { id, resolve }
      const timer = setTimeout(() => {
        this.#awaited.delete(waiting)
        resolve()
      }, lookEveryMs)
      waiting.resolve = () => {
        clearTimeout(timer)
        resolve()
      }
      this.#awaited.add(waiting)
    })
  }

  /** The cursor of the newest position that this node has read. */
  cursor(): string {
    return this.cursorOf(this.#position)
  }

  cursorOf(id: number): string {
    return formatCursor(this.#epochs.of(id), id)
  }

  /** Whether the tail works: its last successful read was within some seconds. */
  healthy(): boolean {
    return this.#bus.connected && Date.now() - this.#lookedAt < 5 * lookEveryMs
  }

  /** Makes the tail read new events; called after each commit of this node. */
  wake(): void {
    this.#wanted = true
    if (this.#started && !this.#reading) void this.#read()
  }

  /**
   * Where a client with this cursor resumes. A cursor of another log, from the future or older than the kept
   * log gives a reset to the log's end: never a partial history.
   */
  async resume(cursor: string): Promise<Resume> {
    const named = readCursor(cursor)
    if (named === null) return { kind: 'reset', after: this.#position }
    const { id, epoch } = named
    const isRead = id <= this.#position && this.#epochs.of(id) === epoch
    if (isRead && this.#recent.covers(id)) return { kind: 'start', after: id }
    // Older entries may still be in the table; and another node may just have issued a cursor that this node
    // has not read up to yet.
    const { pruned, end, epoch: actual } = await readBounds(this.#options.db, id)
    const kept = id >= pruned && id <= end && actual === epoch
    return kept ? { kind: 'start', after: id } : { kind: 'reset', after: this.#position }
  }

  /** As `readPage`. */
  page(after: number, upTo: number, topics: readonly string[]): Promise<Entry[] | null> {
    return readPage(this.#options.db, after, upTo, topics, this.#options.known)
  }

  /** As `readEnd`. */
  end(): Promise<number> {
    return readEnd(this.#options.db)
  }

  async #read(): Promise<void> {
    this.#reading = true
    try {
      while (this.#wanted && !this.#stopped && this.#bus.connected) {
        this.#wanted = false
        // oxlint-disable-next-line no-await-in-loop
        const rows = await this.#bus.query<EventRow>(
          `SELECT id, topic, type, at, data::text AS data, subject, ${epochOfRow} FROM events
           WHERE id > $1 ORDER BY id LIMIT ${tailSize}`,
          [this.#position],
        )
        this.#lookedAt = Date.now()
        if (rows.length === tailSize) this.#wanted = true
        for (const { id, epoch } of rows) this.#epochs.found(Number(id), epoch)
        this.#publish(rows.map((row) => toEntry(row, this.#options.known)))
      }
    } catch (error) {
      this.#options.logger.warn({ err: error }, 'the tail of the log could not be read')
    } finally {
      this.#reading = false
    }
  }

  #publish(entries: Entry[]): void {
    const last = entries.at(-1)
    if (!last) return
    this.#recent.push(entries)
    this.#position = last.id
    this.#forget(entries)
    this.#options.onEntries(entries)
    for (const waiting of this.#awaited) {
      if (waiting.id > this.#position) continue
      this.#awaited.delete(waiting)
      waiting.resolve()
    }
  }

  /** Removes or updates deleted and changed content in memory, as append.ts did in the table. */
  #forget(entries: readonly Entry[]): void {
    const { known } = this.#options
    for (const [index, entry] of entries.entries()) {
      const gone = known.forgottenBy(entry.type, () => dataOf(entry))
      if (gone === null) continue
      const { subject, topic, excerpt } = gone
      const before = firstBeside(entries, index)
      this.#recent.forget(uuidOf(subject), before)
      if (topic !== undefined) this.#recent.forget(topic, before)
      if (excerpt === undefined) continue
      this.#recent.requote(subject, entry.id, (quoting) => requoted(quoting, excerpt, known))
    }
  }

  /** Whether the database was restored to a state before this node's position. */
  async #isRewound(): Promise<boolean> {
    const { end, epoch } = await readBounds(this.#options.db, this.#position)
    return end < this.#position || epoch !== this.#epochs.of(this.#position)
  }

  /** Starts again after a restore: subscribers are disconnected, and get a reset when they resume. */
  async #beginAnew(): Promise<void> {
    this.#options.logger.warn('the database was put back to an earlier time: all read anew')
    this.#position = await this.#epochs.begin(this.#bus)
    await this.#epochs.read(this.#bus)
    this.#recent = new Recent(this.#options.recent ?? usualRecent, this.#position)
    this.#options.onRewound(this.#position)
  }

  async #look(): Promise<void> {
    if (!this.#bus.connected && !this.#connecting) {
      this.#connecting = true
      try {
        await this.#bus.reconnect()
        this.#options.logger.info('the log is connected again')
        if (await this.#isRewound()) await this.#beginAnew()
      } catch (error) {
        this.#options.logger.warn({ err: error }, 'the log cannot reach the database')
      } finally {
        this.#connecting = false
      }
    }
    if (this.#bus.connected) this.wake()
  }
}
