// Describes the connection in plain words.
import type { ConnectionState } from '#live/client/connection-state.ts'

const sentences = {
  connecting: 'The page is joining the live stream.',
  live: 'New posts, likes and comments appear by themselves.',
  reconnecting: 'The connection was lost. The page is trying again and will catch up by itself.',
  offline: 'This device has no connection. What you write is kept and goes out when it is back.',
  stopped: 'The live stream has ended. Load the page again to go on.',
} as const

const calmSentences = {
  minute: 'What is new comes once a minute.',
  off: 'Nothing changes by itself. Ask for what is new when you like.',
} as const

/** The connection's state as a sentence. */
export function statusSentence({ status, pace, message, lateSeconds }: ConnectionState): string {
  if (status === 'live' && pace !== 'live') return calmSentences[pace]
  if (status === 'live' && lateSeconds !== null) {
    return `Streams do not get through here, so the page asks again and again: what it shows may be ${lateSeconds} s old.`
  }
  return message ?? sentences[status]
}

const transports: Record<string, string> = {
  sse: 'Event stream (SSE)',
  websocket: 'WebSocket',
  'long-poll': 'Waiting requests (long poll)',
  'short-poll': 'Asking every few seconds (short poll)',
  calm: 'Plain requests',
}

/** The transport in words. */
export function transportWords(connection: ConnectionState): string {
  if (connection.transport === null || connection.status === 'offline') return '–'
  return transports[connection.transport] ?? connection.transport
}

/** How often the connection was lost, and how often it was resumed without a gap. */
export function reconnectWords({ reconnects, resumed }: ConnectionState): string {
  if (reconnects === 0) return 'none'
  return resumed === reconnects ? `${reconnects}, all resumed` : `${reconnects}, ${resumed} resumed`
}

/** How many events were missed. */
export function missedWords({ missed }: ConnectionState): string {
  return missed === 0 ? 'nothing' : `${missed}, noticed and fetched again`
}

/** When the last event arrived. */
export function lastChangeWords(connection: ConnectionState, now: number): string {
  if (connection.lastEventAt === null) return 'none since you came'
  const seconds = Math.max(0, Math.round((now - connection.lastEventAt) / 1000))
  if (seconds < 5) return 'just now'
  if (seconds < 60) return `${seconds} s ago`
  const minutes = Math.floor(seconds / 60)
  return minutes < 60 ? `${minutes} min ago` : `${Math.floor(minutes / 60)} h ago`
}
