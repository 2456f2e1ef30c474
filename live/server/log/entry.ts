// A log entry: an event with its cursor and its JSON, serialised once for all subscribers.
import { formatCursor } from '../../protocol/cursor.ts'
import type { Epoch } from '../../protocol/cursor.ts'
import type { KnownEvents } from './event-rules.ts'

export interface Entry {
  readonly id: number
  readonly cursor: string
  readonly topic: string
  readonly type: string
  /** The whole event as one line of JSON. */
  readonly json: string
  /** The subject whose content the event carries. */
  readonly subject: string | null
  /** The subject that the event quotes an excerpt of. */
  readonly quotes: string | null
  /** Conflation key: a newer entry with the same key replaces this one. Null: it must be delivered. */
  readonly conflation: string | null
  /** The frame for each transport, made when first needed. */
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

export function toEntry(row: EventRow, known: KnownEvents): Entry {
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
    quotes: known.quotesOf(row.type, row.data),
    conflation: known.conflationOf(row.topic, row.type, row.data),
    frames: {},
  }
}

/** An empty placeholder for an entry whose content was deleted. */
export function emptied({ id, cursor }: Entry): Entry {
  const words = { topic: '', type: '', json: '', subject: null, quotes: null }
  return { id, cursor, ...words, conflation: null, frames: {} }
}

/** The event's data. */
export function dataOf({ json }: Entry): unknown {
  return (JSON.parse(json) as { data: unknown }).data
}

/** The entry with a new excerpt of the subject it quotes; null: that was deleted. */
export function requoted(entry: Entry, excerpt: string | null, known: KnownEvents): Entry {
  const event = JSON.parse(entry.json) as { data: unknown }
  event.data = known.requote(entry.type, event.data, excerpt)
  const quotes = excerpt === null ? null : entry.quotes
  return { ...entry, json: JSON.stringify(event), quotes, frames: {} }
}

/** Removes entries that a newer one with the same conflation key replaces; keeps the order. */
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

/** One change may be published on several topics with consecutive ids: returns the first of these ids. */
export function firstBeside(entries: readonly Entry[], index: number): number {
  const entry = entries[index]
  let first = entry?.id ?? 0
  for (let at = index - 1; at >= 0; at -= 1) {
    const before = entries[at]
    const isBeside = before?.id === first - 1 && before.topic !== entry?.topic
    if (!isBeside || before.type !== entry?.type || before.subject !== entry.subject) break
    first = before.id
  }
  return first
}
