// Where somebody was on each page of their history, kept over reloads: places by entry of the history and scroller.
import type { Place } from './steady.ts'

const name = 'hubbub:places'
/** In the state of an entry, where the browser gives entries no keys of their own. */
const stateName = 'hubbubEntry'
const mostEntries = 100

let places: Map<string, Place> | null = null

/** Names one scroller on the page that is shown now: another entry of the history is another name. */
export function placeKey(scroller: string): string {
  return [entryKey(), location.pathname + location.search, scroller].join(' ')
}

/** The place that was kept under a key. */
export function placeAt(key: string): Place | null {
  return all().get(key) ?? null
}

/** Keeps a place; null is none worth keeping. */
export function keepPlace(key: string, place: Place | null): void {
  const known = all()
  known.delete(key)
  if (place) known.set(key, place)
  for (const oldest of known.keys()) {
    if (known.size <= mostEntries) break
    known.delete(oldest)
  }
}

/** Writes all places to where a reload finds them. */
export function writePlaces(): void {
  try {
    sessionStorage.setItem(name, JSON.stringify([...all()]))
  } catch {
    // Full, or not to be used: then a reload begins at the top.
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

/** A light check of its shape: it was written here, and schemas are too heavy for every page. */
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
  // An entry that the framework did not make is left as it is: it would take it for a foreign one.
  if (typeof state !== 'object' || state === null) return location.hash
  const known = (state as Record<string, unknown>)[stateName]
  if (typeof known === 'string') return known
  const key = Math.random().toString(36).slice(2)
  history.replaceState({ ...state, [stateName]: key }, '')
  return key
}
