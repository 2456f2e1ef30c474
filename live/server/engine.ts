// Starts the engine for `createLive`: log, hub, commands and topics over the app's database.
import { randomUUID } from 'node:crypto'
import { Limits } from '../../platform/limits.ts'
import type { Logger } from '../../platform/logger.ts'
import { Bus } from '../../platform/postgres/bus.ts'
import type { Actor } from '../protocol/actor.ts'
import { refOf } from '../protocol/commands.ts'
import { protocolOf } from '../protocol/registry.ts'
import { Access } from './access.ts'
import { Admission } from './admission.ts'
import { Commands } from './commands/commands.ts'
import { registryOf } from './commands/registry.ts'
import type { Registered } from './commands/registry.ts'
import type { OwnDatabase } from './databases.ts'
import { Delays } from './delays.ts'
import { Hub } from './hub.ts'
import type { Live } from './live.ts'
import { KnownEvents } from './log/event-rules.ts'
import { Log } from './log/log.ts'
import { Retention } from './log/retention.ts'
import { engineTables } from './tables.ts'
import { Topics } from './topics.ts'

export interface EngineOptions {
  features: readonly Registered[]
  database: OwnDatabase<unknown>
  /** The user who sent a request, by its headers. Without it every visitor may act, anonymously. */
  identify?: ((headers: Headers) => Promise<Actor | null>) | undefined
  logger: Logger
}

export interface Engine {
  readonly live: Live
  stop(): Promise<void>
}

/** The log's default retention. */
const usualKeep = { hours: 7 * 24, events: 1_000_000 }
const lastingMs = 24 * 60 * 60_000

/** Creates missing engine tables and starts to tail the log from its end. */
export async function startEngine(options: EngineOptions): Promise<Engine> {
  const { features, database, identify, logger } = options
  await makeTables(database)
  const protocol = protocolOf(features.map(({ feature }) => feature))
  const reader = database.statements(database.reader)
  const bus = new Bus(database.url, 'live log')
  const limits = new Limits(true)
  const delays = new Delays()
  const log = new Log({
    bus,
    db: reader,
    known: new KnownEvents(features),
    logger,
    onEntries(entries) {
      delays.published(entries)
      hub.publish(entries)
    },
    onRewound: (position) => hub.rewind(position),
  })
  await log.start()
  const topics = new Topics(features, database.reader)
  const hub = new Hub(log.position, topics)
  const commands = new Commands(
    {
      database,
      registry: registryOf(features),
      nodeId: log.nodeId,
      cursorOf: (id) => log.cursorOf(id),
    },
    protocol,
    limits,
    logger,
    {
      succeeded: () => undefined,
      failed: (error) => logger.error({ err: error }, 'a command failed'),
    },
    (last) => log.caughtUp(last),
  )
  const retention = new Retention(reader, usualKeep, logger)
  log.open()
  const live: Live = {
    protocol,
    topics,
    access: new Access({ hub, topics, readTopic: protocol.readTopic, logger }),
    log,
    hub,
    commands,
    delays,
    async signedIn(headers) {
      const user = await identify?.(headers)
      const expiresAt = new Date(Date.now() + lastingMs)
      return user ? { sessionId: user.id, expiresAt, user } : null
    },
    sockets: new Map(),
    limits,
    admission: new Admission(true),
    logger,
    draining: false,
    // Without sign-in the ref stands for the actor's id, so that a retried command is recognised.
    ...(identify ? {} : { anybody: (input: unknown) => ({ id: refOf(input) ?? randomUUID() }) }),
  }
  return {
    live,
    async stop() {
      live.draining = true
      hub.close('restart')
      await commands.settled()
      await retention.stop()
      hub.stop()
      await log.stop()
    },
  }
}

async function makeTables(database: OwnDatabase<unknown>): Promise<void> {
  await database.transaction(async (tx) => {
    const statements = database.statements(tx)
    for (const strings of engineTables) {
      // In sequence: a transaction has one connection.
      // oxlint-disable-next-line no-await-in-loop
      await statements.$queryRaw({ strings: [strings], values: [] })
    }
  })
}
