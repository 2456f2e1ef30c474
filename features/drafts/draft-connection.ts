// A page's connection to a draft: its identity on the server, and how it is closed.
import { createHash } from 'node:crypto'
import type { Connection } from '@hocuspocus/server'
import type { WebSocket } from 'ws'
import type { SignedIn } from '#platform/signed-in.ts'
import type { DraftGate } from './draft-gate.ts'

const closed = { code: 4403, reason: 'not allowed any more' }
/** Pages without an account add a suffix to the key, which tells them apart from others with the same link. */
const keyEnd = '~'

export interface DraftContext {
  session: SignedIn | null
  /** The key of the link that was followed; null: shared by name, or the owner. */
  key: string | null
  /** The owner of its changes: a person, or a single page that came by a link. */
  owner: string
  websocket: WebSocket
  gate: DraftGate
}

/** The key of the link that was followed; null: none was. */
export function keyOf(token: string): string | null {
  return token.split(keyEnd)[0] || null
}

/** A promise that never resolves. A new one for each call: continuations that wait for it can be garbage-collected. */
export function never(): Promise<never> {
  return new Promise(() => undefined)
}

/** The owner of a page's changes. */
export function ownerOf(session: SignedIn | null, token: string): string {
  if (session) return `user ${session.user.id}`
  return `link ${createHash('sha256').update(token).digest('base64url')}`
}

/** Closes the whole socket, not only the document: the page has one for its draft, reconnects, and then gets the error. */
export function close(connection: Connection, why = closed): void {
  const { webSocket } = connection
  connection.close(why)
  webSocket.close(why.code, why.reason)
}
