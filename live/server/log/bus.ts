// The node's own connection to the database beside the pool: hears what other nodes and triggers notify, and
// carries the reading of the log, so that neither waits for a busy pool.
import pg from 'pg'
import { logChannel } from './append.ts'

/** Sent by triggers when a session's row is deleted, with its id as the payload, or cut short, without one. */
const sessionChannel = 'hubbub_session'
/**
 * Sent by triggers when somebody is no longer a member of a room; the payload is the room and the person, or the
 * room alone when it may be public no longer.
 */
const memberChannel = 'hubbub_member'
/** Sent by a trigger when a visitor's link is withdrawn; the payload is the link's id. */
const visitChannel = 'hubbub_visit'
/** Sent by a trigger when a reply is to be handed over. */
const deliveryChannel = 'hubbub_delivery'
/** Sent by triggers when somebody's right to a draft may have changed; the payload is the draft. */
const draftRightsChannel = 'hubbub_draft_rights'
/** Sent by triggers when a draft became a post, or that was changed or deleted; the payload is the draft. */
const draftPostChannel = 'hubbub_draft_post'
/** Sent by triggers when somebody else than the app changes rows; 'all': a whole table was emptied. */
const externalChannel = 'hubbub_external'

/** Sent with each update of a draft (see domain/draft-updates.ts); the payload is the node, the draft and its id. */
const draftUpdateChannel = 'hubbub_draft_update'

const connectLimitMs = 5_000
const queryLimitMs = 10_000

export interface BusEvents {
  /** The node that appended to the log. */
  onAppended: (nodeId: string) => void
  /** A session's row is gone; null when some may have run out, or gone unheard while the connection was down. */
  onSessionEnded: (sessionId: string | null) => void
  /** A person is no longer in a room that is not public, or without one it may be public no longer; null when some may have gone unheard. */
  onMemberGone: (gone: { roomId: string; userId: string | null } | null) => void
  /** A visitor's link leads nowhere any more; losses are told by `onMemberGone`. */
  onVisitEnded: (visitId: string) => void
  /** Something is to be handed over to a webhook, or may be. */
  onDelivery: () => void
  /** Another node, or this one, has kept an update of a draft. */
  onDraftUpdate: (nodeId: string, draftId: string, updateId: bigint) => void
  /** Somebody's right to a draft may have changed; null: to any. */
  onDraftRights: (draftId: string | null) => void
  /** What is to be said of a draft's post may have changed; null: of any draft's. */
  onDraftPost: (draftId: string | null) => void
  /** Somebody else than the app has changed rows, or may have. */
  onExternalChange: () => void
}

export class Bus {
  readonly #url: string
  readonly #events: BusEvents
  #client: pg.Client | null = null
  #open = false

  constructor(url: string, events: BusEvents) {
    this.#url = url
    this.#events = events
  }

  get connected(): boolean {
    return this.#client !== null
  }

  /** Throws when the database cannot be reached. */
  async connect(): Promise<void> {
    const client = new pg.Client({
      connectionString: this.#url,
      application_name: 'hubbub log',
      connectionTimeoutMillis: connectLimitMs,
      query_timeout: queryLimitMs,
      keepAlive: true,
    })
    const lost = () => {
      if (this.#client === client) this.#client = null
    }
    client.on('error', lost)
    client.on('end', lost)
    client.on('notification', ({ channel, payload }) => this.#notified(channel, payload))
    await client.connect()
    const channels = [
      logChannel,
      sessionChannel,
      memberChannel,
      visitChannel,
      deliveryChannel,
      draftUpdateChannel,
      draftRightsChannel,
      draftPostChannel,
      externalChannel,
    ]
    await client.query(channels.map((name) => `LISTEN ${name}`).join('; '))
    this.#client = client
  }

  /** Connects again after a loss; what may have gone unheard meanwhile is told. */
  async reconnect(): Promise<void> {
    await this.connect()
    this.open()
  }

  /** From now on what is notified is told; what may have gone unheard before is told as such. */
  open(): void {
    this.#open = true
    this.#lookAtAll()
    this.#events.onDelivery()
  }

  /** What triggers on rows tell has not been told, or may not have been. */
  #lookAtAll(): void {
    this.#events.onSessionEnded(null)
    this.#events.onMemberGone(null)
    this.#events.onDraftRights(null)
    this.#events.onDraftPost(null)
    this.#events.onExternalChange()
  }

  /** Throws when there is no connection, or no answer in time; then the connection is given up. */
  async query<Row extends pg.QueryResultRow>(sql: string, values: unknown[] = []): Promise<Row[]> {
    const client = this.#client
    if (!client) throw new Error('The log is not connected to the database.')
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

  #draftUpdate(payload = ''): void {
    const [nodeId, draftId, updateId] = payload.split(' ')
    if (nodeId === undefined || draftId === undefined || updateId === undefined) return
    this.#events.onDraftUpdate(nodeId, draftId, BigInt(updateId))
  }

  #notified(channel: string, payload: string | undefined): void {
    if (!this.#open) return
    if (channel === sessionChannel) this.#events.onSessionEnded(payload || null)
    else if (channel === memberChannel) this.#events.onMemberGone(toMembership(payload))
    else if (channel === visitChannel) this.#events.onVisitEnded(payload ?? '')
    else if (channel === deliveryChannel) this.#events.onDelivery()
    else if (channel === draftRightsChannel) this.#events.onDraftRights(payload ?? null)
    else if (channel === draftPostChannel) this.#events.onDraftPost(payload ?? null)
    else if (channel === draftUpdateChannel) this.#draftUpdate(payload)
    else if (channel === externalChannel && payload === 'all') this.#lookAtAll()
    else if (channel === externalChannel) this.#events.onExternalChange()
    else this.#events.onAppended(payload ?? '')
  }
}

function toMembership(payload = ''): { roomId: string; userId: string | null } | null {
  const [roomId, userId] = payload.split(' ')
  return roomId === undefined || roomId === '' ? null : { roomId, userId: userId ?? null }
}
