// The connection's status in a word or two.
import type { ConnectionState } from '#live/client/connection-state.ts'

const words = {
  connecting: 'Connecting',
  live: 'Live',
  reconnecting: 'Reconnecting',
  offline: 'Offline',
  stopped: 'Not live',
} as const

/** A shorter interruption is told without its length. */
const worthTellingMs = 10_000

/** The text of the connection sign; `now`: where changes are delayed, how old the page is, or may be. */
export function statusWord(connection: ConnectionState, now: number): string {
  const { status, pace, asOf, lateSeconds } = connection
  if (status === 'stopped') return words.stopped
  const isTrying = status !== 'live'
  if (pace !== 'live' && (!isTrying || status === 'connecting')) {
    return asOf === null ? words[status] : ageWords(asOf, now)
  }
  if (isTrying) return `${words[status]}${silenceWords(connection, now)}`
  return lateSeconds === null ? words.live : `${words.live}, up to ${lateSeconds} s late`
}

/** A shorter one for phones; empty where the sign says enough. */
export function shortStatusWord(connection: ConnectionState, now: number): string {
  const { status, pace, lateSeconds } = connection
  if (pace !== 'live') return statusWord(connection, now)
  return status === 'live' && (lateSeconds ?? 0) > 1 ? `${lateSeconds} s late` : ''
}

/** For how long nothing was received from the server. */
function silenceWords({ heardAt }: ConnectionState, now: number): string {
  if (heardAt === null || now - heardAt < worthTellingMs) return ''
  const seconds = Math.floor((now - heardAt) / 1000)
  const minutes = Math.floor(seconds / 60)
  return `, last heard of ${minutes < 1 ? `${seconds} s` : `${minutes} min`} ago`
}

/** How old the data on the page is. */
function ageWords(asOf: number, now: number): string {
  const minutes = Math.floor(Math.max(0, now - asOf) / 60_000)
  if (minutes < 1) return 'Up to date'
  return minutes < 60 ? `${minutes} min old` : `${Math.floor(minutes / 60)} h old`
}
