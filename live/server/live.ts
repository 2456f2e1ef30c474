// What every live endpoint stands on.
import type { Commands } from './commands/commands.ts'
import type { WriteWatch } from './commands/write-watch.ts'
import type { Protocol } from '../protocol/registry.ts'
import type { Log } from './log/log.ts'
import type { Admission } from './admission.ts'
import type { Auth } from '#platform/auth.ts'
import type { Limits } from '#platform/limits.ts'
import type { Logger } from '#platform/logger.ts'
import type { Database } from '#platform/postgres/database.ts'
import type { Delays } from './delays.ts'
import type { DeliveryWatch } from './delivery-watch.ts'
import type { Drafts } from '#features/drafts/collaboration.ts'
import type { Hub } from './hub.ts'

export interface Live {
  protocol: Protocol
  db: Database
  log: Log
  hub: Hub
  drafts: Drafts
  delivery: DeliveryWatch
  writes: WriteWatch
  delays: Delays
  auth: Auth
  commands: Commands
  limits: Limits
  admission: Admission
  logger: Logger
  /** True once the server is going down: nothing new is taken. */
  draining: boolean
}

/** A quiet stream is heard from at least this often. */
export const heartbeatMs = 15_000
