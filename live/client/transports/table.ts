// The transports by name; a new one is registered here.
import { longPoll, shortPoll } from './poll.ts'
import { sse } from './sse.ts'
import type { Transport, TransportName } from './transport.ts'
import { websocket } from './websocket.ts'

export type TransportTable = Record<TransportName, Transport>

export const transports: Omit<TransportTable, 'tabs' | 'calm'> = {
  sse,
  websocket,
  'long-poll': longPoll,
  'short-poll': shortPoll,
}
