// One page in a draft: who it is to the server, and how it is sent away.
import { createHash } from 'node:crypto'
import type { Connection } from '@hocuspocus/server'
import type { WebSocket } from 'ws'
import type { SignedIn } from '#platform/signed-in.ts'
import type { DraftGate } from './draft-gate.ts'

const closed = { code: 4403, reason: 'not allowed any more' }
/** A page without an account tells itself apart from others with the same link by what it adds to the key. */
const keyEnd = '~'

export interface DraftContext {
  session: SignedIn | null
  /** Of the link that was followed; null: they were asked by name, or are the owner. */
  key: string | null
  /** Whose its changes are: a person's, or that of one page that came by a link. */
  owner: string
  websocket: WebSocket
  gate: DraftGate
}

/** The key of the link that was followed; null: none was. */
export function keyOf(token: string): string | null {
  return token.split(keyEnd)[0] || null
}

/** A new one for each: what waits for it is forgotten with it. */
export function never(): Promise<never> {
  return new Promise(() => undefined)
}

/** Whose the changes of a page are. */
export function ownerOf(session: SignedIn | null, token: string): string {
  if (session) return `user ${session.user.id}`
  return `link ${createHash('sha256').update(token).digest('base64url')}`
}

/** The whole socket: a page has one for its draft, comes again, and is told that it may not. */
export function close(connection: Connection, why = closed): void {
  const { webSocket } = connection
  connection.close(why)
  webSocket.close(why.code, why.reason)
}
