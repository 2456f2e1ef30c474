// An event as the log hands it on: its place, and its wire form made once for all readers.
import { formatCursor } from '../../protocol/cursor.ts'
import type { Epoch } from '../../protocol/cursor.ts'

export interface Entry {
  readonly id: number
  readonly cursor: string
  readonly topic: string
  readonly type: string
  /** The whole event as one line of JSON. */
  readonly json: string
  /** The post or comment whose words it carries. */
  readonly subject: string | null
  /** The message of which it shows an excerpt. */
  readonly quotes: string | null
  /** What a newer entry of the same key makes needless; null when it must be delivered. */
  readonly conflation: string | null
  /** The wire forms of the transports, made when first needed. */
  readonly frames: { sse?: Buffer; websocket?: Buffer }
}

/** A row of `events`, `data` as JSON text. */
export interface EventRow {
  id: string | bigint
  topic: string
  type: string
  at: Date
  data: string
  subject: string | null
  epoch: Epoch
}

export function toEntry(row: EventRow): Entry {
  const id = Number(row.id)
  const cursor = formatCursor(row.epoch, id)
  const head = JSON.stringify({
    id: cursor,
    topic: row.topic,
    type: row.type,
    at: row.at.toISOString(),
  })
  return {
    id,
    cursor,
    topic: row.topic,
    type: row.type,
    json: `${head.slice(0, -1)},"data":${row.data}}`,
    subject: row.subject,
    quotes: quoted.exec(row.data)?.[1] ?? null,
    conflation: row.type === 'post.counts' ? conflationKey(row) : null,
    frames: {},
  }
}

/** The place of an entry whose words are gone. */
export function emptied({ id, cursor }: Entry): Entry {
  const words = { topic: '', type: '', json: '', subject: null, quotes: null }
  return { id, cursor, ...words, conflation: null, frames: {} }
}

/** Quotation marks within words are escaped: this is found in no text. */
const quoted = /"replyTo": ?\{"id": ?"([^"]+)"/

/** The event with another excerpt of what it answers; null: that has been deleted. */
export function requoted(entry: Entry, excerpt: string | null): Entry {
  const event = JSON.parse(entry.json) as { data: Partial<Record<'message' | 'latest', Quoting>> }
  const message = event.data.message ?? event.data.latest
  if (message?.replyTo) {
    message.replyTo = excerpt === null ? null : { ...message.replyTo, body: excerpt }
  }
  const quotes = excerpt === null ? null : entry.quotes
  return { ...entry, json: JSON.stringify(event), quotes, frames: {} }
}

interface Quoting {
  replyTo: { body: string } | null
}

function conflationKey(row: EventRow): string {
  const data = JSON.parse(row.data) as { postId: string }
  return `${row.topic} ${data.postId}`
}

/** Keeps, in order, every entry but those that a newer one of the same key replaces. */
export function conflate(entries: readonly Entry[]): readonly Entry[] {
  const newest = new Map<string, Entry>()
  let replaced = false
  for (const entry of entries) {
    if (entry.conflation === null) continue
    replaced ||= newest.has(entry.conflation)
    newest.set(entry.conflation, entry)
  }
  if (!replaced) return entries
  return entries.filter(
    (entry) => entry.conflation === null || newest.get(entry.conflation) === entry,
  )
}
