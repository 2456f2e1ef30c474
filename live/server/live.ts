// What every live endpoint stands on.
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
  /** Who acts where nobody is signed in; without it whoever acts has to be. */
  anybody?(input: unknown): Actor
  /** The session by which a request comes, or null. */
  signedIn(headers: Headers): Promise<Session | null>
  /** Sockets below /live/ that are none of the engine's, by their path. */
  sockets: ReadonlyMap<string, SocketTaker>
  /** True once the server is going down: nothing new is taken. */
  draining: boolean
}

export interface CommandRunner {
  /** What is wrong with the input is in the answer. */
  run(actor: Actor, input: unknown): Promise<Answer>
}

export interface SocketTaker {
  /** Takes an upgrade that has been authenticated. */
  accept(request: IncomingMessage, socket: Duplex, head: Buffer, session: Session | null): void
}

/** A quiet stream is heard from at least this often. */
export const heartbeatMs = 15_000
