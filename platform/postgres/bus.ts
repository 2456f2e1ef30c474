// The node's own database connection besides the pool: receives notifications of other nodes and triggers, and
// reads the log, so that neither waits for a busy pool.
import pg from 'pg'

const connectLimitMs = 5_000
const queryLimitMs = 10_000

/** Handles the notifications of a channel. */
export interface Listener {
  heard(payload: string): void
  /** Notifications may have been missed: while the connection was down, or before open(). */
  missed?(): void
}

export class Bus {
  readonly #url: string
  readonly #name: string
  readonly #listeners = new Map<string, Listener>()
  #client: pg.Client | null = null
  #open = false

  /** `name`: the connection's application name in PostgreSQL. Does not connect yet. */
  constructor(url: string, name: string) {
    this.#url = url
    this.#name = name
  }

  /** Registers a channel's listener, before connect(); one per channel. */
  on(channel: string, listener: Listener): void {
    if (!/^[a-z_]+$/.test(channel)) throw new Error(`"${channel}" is no name of a channel.`)
    if (this.#listeners.has(channel)) throw new Error(`The channel ${channel} has its listener.`)
    this.#listeners.set(channel, listener)
  }

  get connected(): boolean {
    return this.#client !== null
  }

  /** Throws when the database cannot be reached. */
  async connect(): Promise<void> {
    const client = new pg.Client({
      connectionString: this.#url,
      application_name: this.#name,
      connectionTimeoutMillis: connectLimitMs,
      query_timeout: queryLimitMs,
      keepAlive: true,
    })
    const lost = () => {
      if (this.#client === client) this.#client = null
    }
    client.on('error', lost)
    client.on('end', lost)
    client.on('notification', ({ channel, payload }) => {
      if (this.#open) this.#listeners.get(channel)?.heard(payload ?? '')
    })
    await client.connect()
    const channels = [...this.#listeners.keys()].map((channel) => `LISTEN ${channel}`)
    if (channels.length > 0) await client.query(channels.join('; '))
    this.#client = client
  }

  /** Connects again after a loss, and calls `missed` of all listeners. */
  async reconnect(): Promise<void> {
    await this.connect()
    this.open()
  }

  /** Starts to pass notifications to the listeners, and calls their `missed`. */
  open(): void {
    this.#open = true
    this.missed()
  }

  /** Calls `missed` of all listeners. */
  missed(): void {
    for (const { missed } of this.#listeners.values()) missed?.()
  }

  /** Throws without a connection, and on an error or timeout; then the connection is dropped. */
  async query<Row extends pg.QueryResultRow>(sql: string, values: unknown[] = []): Promise<Row[]> {
    const client = this.#client
    if (!client) throw new Error('The node is not connected to the database.')
    try {
      return (await client.query<Row>(sql, values)).rows
    } catch (error) {
      // After a failure the connection's state is not known.
      if (this.#client === client) this.#client = null
      void client.end().catch(() => undefined)
      throw error
    }
  }

  async close(): Promise<void> {
    const client = this.#client
    this.#client = null
    await client?.end().catch(() => undefined)
  }
}
