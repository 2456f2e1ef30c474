// The context that every live endpoint gets.
import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import type { Limits } from '../../platform/limits.ts'
import type { Logger } from '../../platform/logger.ts'
import type { Actor } from '../protocol/actor.ts'
import type { Answer } from '../protocol/messages.ts'
import type { Protocol } from '../protocol/registry.ts'
import type { Access } from './access.ts'
import type { Admission } from './admission.ts'
import type { Delays } from './delays.ts'
import type { Hub } from './hub.ts'
import type { Log } from './log/log.ts'
import type { Session } from './subscriber.ts'
import type { Topics } from './topics.ts'

export interface Live {
  protocol: Protocol
  topics: Topics
  access: Access
  log: Log
  hub: Hub
  commands: CommandRunner
  delays: Delays
  limits: Limits
  admission: Admission
  logger: Logger
  /** The actor of a command without a session; without it commands need a session. */
  anybody?(input: unknown): Actor
  /** The session of a request, by its headers, or null. */
  signedIn(headers: Headers): Promise<Session | null>
  /** The app's own WebSocket endpoints below /live/, by path. */
  sockets: ReadonlyMap<string, SocketTaker>
  /** True while the server shuts down: new connections are refused. */
  draining: boolean
}

export interface CommandRunner {
  /** Invalid input gives an error as the answer. */
  run(actor: Actor, input: unknown): Promise<Answer>
}

export interface SocketTaker {
  /** Accepts an authenticated upgrade. */
  accept(request: IncomingMessage, socket: Duplex, head: Buffer, session: Session | null): void
}

/** A quiet connection gets a heartbeat at least this often. */
export const heartbeatMs = 15_000
