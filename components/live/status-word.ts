// How the page is connected, in a word or two.
import type { ConnectionState } from '#client/connection-state.ts'

const words = {
  connecting: 'Connecting',
  live: 'Live',
  reconnecting: 'Reconnecting',
  offline: 'Offline',
  stopped: 'Not live',
} as const

/** A word or two for the sign; `now`: where changes do not come by themselves, how old the page is. */
export function statusWord(connection: ConnectionState, now: number): string {
  const { status, pace, asOf } = connection
  const isLive = pace === 'live' || (status !== 'live' && status !== 'connecting')
  return isLive || asOf === null ? words[status] : ageWords(asOf, now)
}

/** How old what the page shows is. */
function ageWords(asOf: number, now: number): string {
  const minutes = Math.floor(Math.max(0, now - asOf) / 60_000)
  if (minutes < 1) return 'Up to date'
  return minutes < 60 ? `${minutes} min old` : `${Math.floor(minutes / 60)} h old`
}
