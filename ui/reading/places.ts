// Scroll positions by history entry and scroller, kept over reloads.
import type { Place } from './steady.ts'

const name = 'hubbub:places'
/** The key in `history.state`, for browsers whose entries have no keys of their own. */
const stateName = 'hubbubEntry'
const mostEntries = 100

let places: Map<string, Place> | null = null

/** Names one scroller of the current history entry. */
export function placeKey(scroller: string): string {
  return [entryKey(), location.pathname + location.search, scroller].join(' ')
}

/** The stored position of a key. */
export function placeAt(key: string): Place | null {
  return all().get(key) ?? null
}

/** Stores a position; null removes it. */
export function keepPlace(key: string, place: Place | null): void {
  const known = all()
  known.delete(key)
  if (place) known.set(key, place)
  for (const oldest of known.keys()) {
    if (known.size <= mostEntries) break
    known.delete(oldest)
  }
}

/** Writes all positions to sessionStorage, for a reload. */
export function writePlaces(): void {
  try {
    sessionStorage.setItem(name, JSON.stringify([...all()]))
  } catch {
    // Storage may be full or forbidden: then a reload begins at the top.
  }
}

function all(): Map<string, Place> {
  places ??= new Map(read())
  return places
}

function read(): [string, Place][] {
  try {
    const stored: unknown = JSON.parse(sessionStorage.getItem(name) ?? '[]')
    return Array.isArray(stored) && stored.every(isEntry) ? stored : []
  } catch {
    return []
  }
}

/** A light check of its shape: this file wrote it, and schemas are too large for every page. */
function isEntry(value: unknown): value is [string, Place] {
  if (!Array.isArray(value) || typeof value[0] !== 'string') return false
  const place: unknown = value[1]
  if (!isObject(place) || typeof place['scrolled'] !== 'number') return false
  const { marks } = place
  return Array.isArray(marks) && marks.every(isMark)
}

function isMark(value: unknown): boolean {
  return isObject(value) && typeof value['id'] === 'string' && typeof value['top'] === 'number'
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}

function entryKey(): string {
  const { navigation } = window as { navigation?: { currentEntry?: { key: string } | null } }
  const given = navigation?.currentEntry?.key
  if (given !== undefined && given !== '') return given
  const state: unknown = history.state
  // Entries that Next did not make stay as they are: with our key in them its router would treat them as foreign.
  if (typeof state !== 'object' || state === null) return location.hash
  const known = (state as Record<string, unknown>)[stateName]
  if (typeof known === 'string') return known
  const key = Math.random().toString(36).slice(2)
  history.replaceState({ ...state, [stateName]: key }, '')
  return key
}
