// Assembles one node of Hubbub: database, log, hub, commands, live endpoints and pages on one port.
import { createServer } from 'node:http'
import { WriteWatch } from '#live/server/commands/write-watch.ts'
import { Commands } from '#live/server/commands/commands.ts'
import { ExternalChanges } from '#live/server/external/worker.ts'
import { Ownership } from '#features/accounts/ownership.ts'
import { atStart } from '#features/at-start.ts'
import { provideSite } from './site.ts'
import { siteOf } from './site-of.ts'
import { features } from '#features/protocol.ts'
import { servers } from '#features/server.ts'
import { registryOf } from '#live/server/commands/registry.ts'
import { followedTables } from '#live/server/external/ingest.ts'
import { protocolOf } from '#live/protocol/registry.ts'
import { id } from '#platform/id.ts'
import { Bus } from '#platform/postgres/bus.ts'
import { HttpFront } from './http-front.ts'
import { listen } from './listen.ts'
import { registerChannels } from './channels.ts'
import { Delays } from '#live/server/delays.ts'
import { DeliveryWatch } from '#live/server/delivery-watch.ts'
import { Drafts } from '#features/drafts/collaboration.ts'
import { Hub } from '#live/server/hub.ts'
import { Access } from '#live/server/access.ts'
import { Topics } from '#live/server/topics.ts'
import type { Live } from '#live/server/live.ts'
import { stopInTime } from '#platform/stop-in-time.ts'
import { Sessions } from '#live/server/sessions.ts'
import { dataOf } from '#live/server/log/entry.ts'
import { KnownEvents } from '#live/server/log/event-rules.ts'
import { writeNothing } from '#live/server/log/append.ts'
import { Log } from '#live/server/log/log.ts'
import { Retention } from '#live/server/log/retention.ts'
import { closeServer, trackSockets } from './close-server.ts'
import { problemsOf } from './problems.ts'
import { startPages } from './pages.ts'
import type { Pages } from './pages.ts'
import { Admission } from '#live/server/admission.ts'
import { createAuth } from '#platform/auth.ts'
import type { Config } from '#platform/config.ts'
import { Limits } from '#platform/limits.ts'
import type { Logger } from '#platform/logger.ts'
import { affordableConnections, limitConnections } from '#platform/open-files.ts'
import { warnOfSuperuser } from '#platform/postgres/app-role.ts'
import { StalledSockets } from '#platform/stalled.ts'
import { checkConnections, checkKnown } from '#platform/postgres/check-connections.ts'
import { openDatabase, transactionsOf } from '#platform/postgres/database.ts'
import { DirectDatabase } from '#platform/postgres/direct.ts'
import { startEmbedded } from '#platform/postgres/embedded.ts'
import { migrate } from '#platform/postgres/migrate.ts'
import { provideSeal } from '#platform/seal.ts'
import { authSecret } from '#platform/secret.ts'
import { Webhooks } from '#features/inboxes/webhooks/webhooks.ts'

export interface Node {
  port: number
  /** The path that makes its visitor the owner; null: the site has one. */
  ownerLink: string | null
  /** Drains and stops: streams end, commands in progress are finished, the database is left consistent. */
  stop(): Promise<void>
}

export interface NodeOptions {
  config: Config
  logger: Logger
  /** Without pages only the live endpoints, the accounts' and /healthz are served. */
  pages?: boolean
  /** When aborted during the start: it rejects as soon as it can, or starts and must be stopped. */
  signal?: AbortSignal
}

/** Events whose subject must disappear from cached pages. */
const shownOnPages: ReadonlySet<string> = new Set(['post.deleted', 'comment.deleted'])
/** The parts of the shutdown time for requests in progress, and for the database. */
const requestsShare = 0.3
const databaseShare = 0.3
/** For likes, reactions and read marks, beside those of the pool; opened when needed. */
const directConnections = 4
/** For the log, and for Prisma Studio or a manual query. */
const ownConnections = 2

export async function startNode(options: NodeOptions): Promise<Node> {
  const { config, logger } = options
  if (config.databaseUrl) return startOn(config.databaseUrl, options)
  const embedded = await startEmbedded(config.dataDir, logger, options.signal)
  const end = () => embedded.stop(databaseShare * config.shutdownMs)
  try {
    const node = await startOn(embedded.url, options)
    const stop = async () => {
      await node.stop()
      await end()
    }
    return { ...node, stop }
  } catch (error) {
    await end()
    throw error
  }
}

async function startOn(
  databaseUrl: string,
  { config, logger, signal, pages: withPages = true }: NodeOptions,
): Promise<Node> {
  const needed = config.databaseConnections + directConnections + ownConnections
  const affordable = affordableConnections(needed)
  await migrate(databaseUrl, 'prisma/migrations', logger, signal)
  await checkConnections(databaseUrl, needed)
  const db = openDatabase(databaseUrl, config.databaseConnections)
  const direct = new DirectDatabase(databaseUrl, directConnections)
  await checkKnown(db)
  await warnOfSuperuser(db, logger)
  const protocol = protocolOf(features, id)
  const secret = await authSecret(config)
  provideSeal(secret)
  await atStart(db)
  const ownership = new Ownership(db, secret)
  const auth = createAuth(config, secret, db, logger, async (userId, isLocal) => {
    if (isLocal) await ownership.claimAsFirst(userId)
  })
  const limits = new Limits(config.rateLimit)

  const known = new KnownEvents(servers)
  let pages: Pages | null = null
  const bus = new Bus(databaseUrl, 'hubbub log')
  const log = new Log({
    bus,
    db,
    known,
    logger,
    onEntries: (entries) => {
      delays.published(entries)
      hub.publish(entries)
      const deleted = entries.flatMap((entry) =>
        shownOnPages.has(entry.type)
          ? (known.forgottenBy(entry.type, () => dataOf(entry))?.subject ?? [])
          : [],
      )
      if (deleted.length > 0) pages?.forget(deleted)
      if (entries.some(({ type }) => type === 'profile.edited')) auth.sessionEnded(null)
    },
    onRewound: (position) => {
      hub.rewind(position)
      pages?.forgetAll()
    },
  })
  registerChannels(bus, () => ({ sessions, access, drafts, webhooks, external }))
  const delays = new Delays()
  await log.start()
  const topics = new Topics(servers, db)
  const hub = new Hub(log.position, topics)
  const access = new Access({ hub, topics, readTopic: protocol.readTopic, logger })
  const context = {
    database: transactionsOf(db),
    direct,
    registry: registryOf(servers),
    nodeId: log.nodeId,
    cursorOf: (id: number) => log.cursorOf(id),
  }
  const writes = new WriteWatch({ probe: (withRoom) => writeNothing(direct, withRoom), logger })
  const commands = new Commands(context, protocol, limits, logger, writes, (last) =>
    log.caughtUp(last),
  )
  const external = new ExternalChanges(context, followedTables(servers), logger, (last) =>
    log.caughtUp(last),
  )
  const delivery = new DeliveryWatch({
    end: () => log.end(),
    delivered: () => hub.position,
    overdue: (position) => logger.error({ position }, 'an event has not come through'),
  })
  const drafts = new Drafts({ db, logger, nodeId: log.nodeId })
  const live: Live = {
    protocol,
    topics,
    access,
    log,
    hub,
    commands,
    delays,
    signedIn: (headers) => auth.signedIn(headers),
    sockets: new Map([['/live/drafts', drafts]]),
    limits,
    admission: new Admission(config.rateLimit),
    logger,
    draining: false,
  }
  const watched = { log, delivery, writes, commands }
  const sessions = new Sessions({
    holders: [hub, drafts],
    lasting: (sessionIds) => auth.lastingSessions(sessionIds),
    forget: (sessionId) => auth.sessionEnded(sessionId),
    logger,
  })
  const webhooks = new Webhooks({ db, logger, toPrivate: config.webhooksToPrivate })
  const retention = new Retention(db, config.logRetention, logger)
  log.open()

  provideSite(
    siteOf({
      db,
      auth,
      config,
      logger,
      ownership,
      log,
      limits,
      commands,
      drafts,
      hub,
      delays,
      problems: () => problemsOf(watched, pages, true),
    }),
  )

  pages = withPages ? await startPages(config, () => log.position, logger) : null
  const server = createServer()
  const front = new HttpFront({ live, auth, db, watched, config, pages })
  server.on('request', (request, response) => void front.answer(request, response))
  server.on('upgrade', (request, socket, head) => void front.upgrade(request, socket, head))
  server.requestTimeout = 60_000
  limitConnections(server, affordable, logger)
  const sockets = trackSockets(server)
  const stalled = new StalledSockets(sockets)

  async function stop(): Promise<void> {
    live.draining = true
    // Webhook attempts are aborted while everything else stops; they are retried at the next start.
    const handing = webhooks.stop()
    const closed = closeServer(server, sockets, requestsShare * config.shutdownMs)
    hub.close('restart')
    const share = (part: number): number => part * config.shutdownMs
    await stopInTime(
      [
        ['drafts', share(0.2), () => drafts.stop()],
        ['commands', share(0.1), () => commands.settled()],
        ['requests', share(0.1), () => closed],
        ['changes around the app', share(0.05), () => external.stop()],
        ['webhooks', share(0.05), () => handing],
        ['retention', share(0.05), () => retention.stop()],
        ['pages', share(0.05), async () => pages?.close()],
      ],
      logger,
    )
    stalled.stop()
    sessions.stop()
    delivery.stop()
    writes.stop()
    hub.stop()
    const ended = Promise.all([log.stop(), direct.close(), db.$disconnect()])
    await stopInTime([['connections to the database', share(0.05), () => ended]], logger)
  }
  try {
    const port = await listen(server, config)
    return { port, ownerLink: await ownership.link(), stop }
  } catch (error) {
    await stop()
    throw error
  }
}
