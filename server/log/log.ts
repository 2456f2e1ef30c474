// The log as this node reads it: tails the table `events` over a connection of its own, keeps the newest
// part in memory, and hands each entry on once, in order. The broadcast is a reading of the log.
import { randomUUID } from 'node:crypto'
import pg from 'pg'
import { formatCursor, parseCursor } from '#protocol/cursor.ts'
import type { Epoch } from '#protocol/cursor.ts'
import type { Logger } from '../platform/logger.ts'
import type { Database } from '../platform/postgres/database.ts'
import { logChannel } from './append.ts'
import { toEntry } from './entry.ts'
import type { Entry, EventRow } from './entry.ts'
import { Recent } from './recent.ts'

/** Sent by a trigger when a session's row is deleted; the payload is its id. */
const sessionChannel = 'hubbub_session'

/** Sent by triggers when rows are changed around the app. */
const outsideChannel = 'hubbub_outside'

const pageSize = 2000
/** How often the tail looks for itself, should a notification be lost. */
const lookEveryMs = 1000
const queryLimitMs = 10_000

export interface LogOptions {
  url: string
  db: Database
  logger: Logger
  /** How many of the newest events are kept in memory. */
  recent?: number
  onEntries: (entries: readonly Entry[]) => void
  /** A session's row is gone; null when some may have gone unseen while the connection was down. */
  onSessionEnded: (sessionId: string | null) => void
  /** Rows were changed around the app, or may have been. */
  onOutsideChange: () => void
}

type Resume = { kind: 'start'; after: number } | { kind: 'reset'; after: number }

export class Log {
  /** Names this node in notifications, so that it is not woken by itself twice. */
  readonly nodeId = randomUUID()
  readonly #options: LogOptions
  #client: pg.Client | null = null
  #epoch: Epoch = ''
  #recent = new Recent(0, 0)
  #position = 0
  readonly #awaited = new Set<{ id: number; resolve: () => void }>()
  #reading = false
  #wanted = false
  #started = false
  #stopped = false
  #lookedAt = 0
  #timer: NodeJS.Timeout | undefined

  constructor(options: LogOptions) {
    this.#options = options
  }

  /** Connects, learns where the log ends and reads its newest part into memory. */
  async start(): Promise<void> {
    const client = await this.#connect()
    const meta = await client.query<{ epoch: string; pruned: string }>(
      'SELECT epoch, pruned FROM log',
    )
    const row = meta.rows[0]
    if (!row) throw new Error('The table "log" has lost its row: restore it from a backup.')
    this.#epoch = row.epoch
    const pruned = Number(row.pruned)
    const limit = this.#options.recent ?? 20_000
    const newest = await client.query<EventRow>(
      `SELECT id, topic, type, at, data::text AS data, subject FROM events ORDER BY id DESC LIMIT $1`,
      [limit],
    )
    const rows = newest.rows.reverse()
    const first = rows[0]
    const after = rows.length === limit && first ? Number(first.id) : pruned
    this.#recent = new Recent(limit, after)
    this.#position = Math.max(pruned, Number(rows.at(-1)?.id ?? 0))
    this.#recent.push(rows.map((each) => toEntry(this.#epoch, each)))
    this.#started = true
    this.#lookedAt = Date.now()
    this.#timer = setInterval(() => void this.#look(), lookEveryMs)
  }

  async stop(): Promise<void> {
    this.#stopped = true
    clearInterval(this.#timer)
    await this.#client?.end().catch(() => undefined)
  }

  get position(): number {
    return this.#position
  }

  get recent(): Recent {
    return this.#recent
  }

  /** Reads what this node has just committed; resolves when the tail has come to `id`, or a second has passed. */
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

  /** The log's newest position that this node has read. */
  cursor(): string {
    return formatCursor(this.#epoch, this.#position)
  }

  cursorOf(id: number): string {
    return formatCursor(this.#epoch, id)
  }

  /** Whether the tail reads: it looked and got an answer within the last seconds. */
  healthy(): boolean {
    return this.#client !== null && Date.now() - this.#lookedAt < 5 * lookEveryMs
  }

  /** Reads what is new, soon; called after each commit of this node. */
  wake(): void {
    this.#wanted = true
    if (this.#started && !this.#reading) void this.#read()
  }

  /**
   * Where a reader with this cursor goes on. A cursor of another log, from the future or older than the log
   * keeps gives a reset to the log's end: never a partial history.
   */
  async resume(cursor: string): Promise<Resume> {
    const id = parseCursor(this.#epoch, cursor)
    if (id === null) return { kind: 'reset', after: this.#position }
    if (id <= this.#position && this.#recent.covers(id)) return { kind: 'start', after: id }
    // What memory does not hold may be in the table, or no longer; and another node may have given a cursor
    // a moment ago that this one has not read yet.
    const { pruned, end } = await this.#bounds()
    const kept = id >= pruned && id <= end
    return kept ? { kind: 'start', after: id } : { kind: 'reset', after: this.#position }
  }

  /**
   * A page of older entries of some topics, from the database: `after` < id <= `upTo`. Null when the log no
   * longer keeps all of them.
   */
  async page(after: number, upTo: number, topics: readonly string[]): Promise<Entry[] | null> {
    const rows = await this.#options.db.$queryRaw<(Partial<EventRow> & { pruned: bigint })[]>`
      SELECT pruned, page.* FROM log LEFT JOIN LATERAL (
        SELECT events.id, topic, type, at, data::text AS data, subject::text AS subject FROM events
        WHERE events.id > ${after} AND events.id <= ${upTo} AND topic = ANY(${topics}::text[])
        ORDER BY events.id LIMIT ${pageSize}
      ) page ON true`
    if (rows.some(({ pruned }) => pruned > after)) return null
    return rows.flatMap((row) => (isEventRow(row) ? [toEntry(this.#epoch, row)] : []))
  }

  static readonly pageSize = pageSize

  async #bounds(): Promise<{ pruned: number; end: number }> {
    const rows = await this.#options.db.$queryRaw<{ pruned: bigint; end: bigint }[]>`
      SELECT pruned, greatest(pruned, (SELECT max(id) FROM events)) AS end FROM log`
    return { pruned: Number(rows[0]?.pruned ?? 0), end: Number(rows[0]?.end ?? 0) }
  }

  async #read(): Promise<void> {
    const client = this.#client
    this.#reading = true
    try {
      while (this.#wanted && !this.#stopped && client && client === this.#client) {
        this.#wanted = false
        // oxlint-disable-next-line no-await-in-loop
        const result = await client.query<EventRow>(
          `SELECT id, topic, type, at, data::text AS data, subject FROM events
           WHERE id > $1 ORDER BY id LIMIT ${pageSize}`,
          [this.#position],
        )
        this.#lookedAt = Date.now()
        if (result.rows.length === pageSize) this.#wanted = true
        this.#hand(result.rows.map((row) => toEntry(this.#epoch, row)))
      }
    } catch (error) {
      this.#options.logger.warn({ err: error }, 'the tail of the log could not be read')
      // After a failure the connection's state is not known: a new one is opened at the next look.
      this.#client = null
      void client?.end().catch(() => undefined)
    } finally {
      this.#reading = false
    }
  }

  #hand(entries: Entry[]): void {
    const last = entries.at(-1)
    if (!last) return
    this.#recent.push(entries)
    this.#position = last.id
    for (const entry of entries) this.#forget(entry)
    this.#options.onEntries(entries)
    for (const waiting of this.#awaited) {
      if (waiting.id > this.#position) continue
      this.#awaited.delete(waiting)
      waiting.resolve()
    }
  }

  /** What is deleted leaves the memory as it left the table (see append.ts). */
  #forget(entry: Entry): void {
    if (entry.type !== 'post.deleted' && entry.type !== 'comment.deleted') return
    const event = JSON.parse(entry.json) as { data: { postId: string; commentId?: string } }
    const subject = event.data.commentId ?? event.data.postId
    const topic = entry.type === 'post.deleted' ? `post:${event.data.postId}` : null
    this.#recent.forget(
      (each) => each.id < entry.id && (each.subject === subject || each.topic === topic),
    )
  }

  async #look(): Promise<void> {
    if (this.#client) {
      this.wake()
      return
    }
    if (this.#reading) return
    this.#reading = true
    try {
      await this.#connect()
      this.#options.logger.info('the log is connected again')
      this.#options.onSessionEnded(null)
      this.#options.onOutsideChange()
    } catch (error) {
      this.#options.logger.warn({ err: error }, 'the log cannot reach the database')
    } finally {
      this.#reading = false
    }
    if (this.#client) this.wake()
  }

  async #connect(): Promise<pg.Client> {
    const client = new pg.Client({
      connectionString: this.#options.url,
      application_name: 'hubbub log',
      connectionTimeoutMillis: 5000,
      query_timeout: queryLimitMs,
      keepAlive: true,
    })
    const lost = () => {
      if (this.#client === client) this.#client = null
    }
    client.on('error', lost)
    client.on('end', lost)
    client.on('notification', (message) => this.#notified(message))
    await client.connect()
    await client.query(`LISTEN ${logChannel}; LISTEN ${sessionChannel}; LISTEN ${outsideChannel}`)
    this.#client = client
    return client
  }

  #notified(message: pg.Notification): void {
    if (message.channel === sessionChannel) this.#options.onSessionEnded(message.payload ?? null)
    else if (message.channel === outsideChannel) this.#options.onOutsideChange()
    else if (message.payload !== this.nodeId) this.wake()
  }
}

function isEventRow(row: Partial<EventRow>): row is EventRow {
  return row.id !== undefined && row.id !== null
}
