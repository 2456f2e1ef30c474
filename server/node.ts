// One node of Hubbub put together: database, log, hub, commands, live endpoints and pages on one port.
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Duplex } from 'node:stream'
import { toNodeHandler } from 'better-auth/node'
import { Refusal } from '#protocol/errors.ts'
import { Commands } from './domain/commands/commands.ts'
import { provideSite } from './domain/site.ts'
import { answerLive, refuseUpgrade, upgradeLive } from './live/endpoints.ts'
import { largestMessage } from './live/answer.ts'
import { sendError, sendJson, TooLarge } from './live/http.ts'
import { Hub } from './live/hub.ts'
import type { Live } from './live/live.ts'
import { Sessions } from './live/sessions.ts'
import { Log } from './log/log.ts'
import { startPages } from './pages.ts'
import type { Pages } from './pages.ts'
import { addressHeader, clientAddress, isOwnRequest, ownOrigin } from './platform/address.ts'
import { createAuth } from './platform/auth.ts'
import type { Config } from './platform/config.ts'
import { Limits } from './platform/limits.ts'
import type { Logger } from './platform/logger.ts'
import { openDatabase } from './platform/postgres/database.ts'
import { startEmbedded } from './platform/postgres/embedded.ts'
import { migrate } from './platform/postgres/migrate.ts'
import { authSecret } from './platform/secret.ts'
import { securityHeaders } from './platform/security.ts'

export interface Node {
  port: number
  /** Drains and stops: streams end, commands that were begun are finished, the database is left in order. */
  stop(): Promise<void>
}

export interface NodeOptions {
  config: Config
  logger: Logger
  /** Without pages only the live endpoints, the accounts' and /healthz are there. */
  pages?: boolean
}

/** How long requests that are under way may take once the node stops. */
const requestsLimitMs = 3000

export async function startNode({ config, logger, pages: withPages = true }: NodeOptions): Promise<Node> {
  const embedded = config.databaseUrl ? null : await startEmbedded(config.dataDir, logger)
  const databaseUrl = config.databaseUrl ?? embedded?.url ?? ''
  await migrate(databaseUrl, 'prisma/migrations', logger)
  const db = openDatabase(databaseUrl, config.databaseConnections)
  const auth = createAuth(config, await authSecret(config), db, logger)
  const limits = new Limits(config.rateLimit)

  const log = new Log({
    url: databaseUrl,
    db,
    logger,
    onEntries: (entries) => hub.publish(entries),
    onSessionEnded: (sessionId) => sessions.ended(sessionId),
    onOutsideChange: () => takeOutside(),
  })
  await log.start()
  const hub = new Hub(log.position)
  const context = { db, nodeId: log.nodeId, cursorOf: (id: number) => log.cursorOf(id) }
  const commands = new Commands(context, limits, logger, (last) => log.caughtUp(last))
  const takeOutside = () =>
    void commands.takeOutsideChanges().catch((error: unknown) => {
      logger.warn({ err: error }, 'what was changed around the app could not be told')
    })
  const live: Live = { db, log, hub, auth, commands, limits, logger, draining: false }
  const sessions = new Sessions(live)
  log.wake()
  takeOutside()

  provideSite({
    db,
    auth,
    config,
    cursor: () => log.cursor(),
    execute: (actor, inputs) => Promise.all(inputs.map((input) => commands.run(actor, input))),
    saveAvatar: (actor, bytes) => commands.saveAvatar(actor, bytes),
  })

  const pages = withPages ? await startPages(config) : null
  const server = createServer()
  const http = new Http(live, config, pages)
  server.on('request', (request, response) => void http.answer(request, response))
  server.on('upgrade', (request, socket, head) => void http.upgrade(request, socket, head))
  server.requestTimeout = 60_000
  server.listen(config.port, config.host)
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo

  async function stop(): Promise<void> {
    live.draining = true
    const closed = closeServer(server)
    hub.close('restart')
    await commands.settled()
    await closed
    sessions.stop()
    hub.stop()
    await pages?.close()
    await log.stop()
    await db.$disconnect()
    await embedded?.stop()
  }
  return { port, stop }
}

/** Resolves when no connection is left; those that stay too long are cut. */
async function closeServer(server: Server): Promise<void> {
  const closed = once(server, 'close')
  server.close()
  const idle = setInterval(() => server.closeIdleConnections(), 100)
  const cut = setTimeout(() => server.closeAllConnections(), requestsLimitMs)
  await closed
  clearInterval(idle)
  clearTimeout(cut)
}

/** The way of a request: where it is from, whether it may come in, and who answers it. */
class Http {
  readonly #live: Live
  readonly #config: Config
  readonly #pages: Pages | null
  readonly #accounts: (request: IncomingMessage, response: ServerResponse) => Promise<void>

  constructor(live: Live, config: Config, pages: Pages | null) {
    this.#live = live
    this.#config = config
    this.#pages = pages
    this.#accounts = toNodeHandler((request) => live.auth.handler(request))
  }

  async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      const { address, own, allowed } = this.#receive(request)
      for (const [name, value] of Object.entries(securityHeaders(own.startsWith('https:')))) {
        response.setHeader(name, value)
      }
      if (this.#live.draining) response.setHeader('Connection', 'close')
      const path = request.url?.split('?', 1)[0] ?? '/'
      const reads = request.method === 'GET' || request.method === 'HEAD'
      if (!reads && !allowed) sendError(response, foreign())
      else if (path === '/healthz') await this.#health(response)
      else if (path.startsWith('/live/')) await answerLive(this.#live, request, response, address)
      else if (path.startsWith('/api/auth/')) await this.#account(request, response)
      else if (this.#pages) await this.#pages.handle(request, response)
      else sendError(response, new Refusal('not_found', 'There is no such page.'))
    } catch (error) {
      this.#live.logger.error({ err: error }, 'a request failed')
      sendError(response, error)
    }
  }

  async upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> {
    const { address, allowed } = this.#receive(request)
    const path = request.url?.split('?', 1)[0]
    if (this.#pages?.upgrade(request, socket, head)) return
    if (path !== '/live/ws') {
      refuseUpgrade(socket, 404, { type: 'error', code: 'not_found', message: 'Nothing to upgrade here.' })
    } else if (!allowed) {
      const { code, message } = foreign()
      refuseUpgrade(socket, 403, { type: 'error', ref: null, code, message })
    } else await upgradeLive(this.#live, request, socket, head, address)
  }

  /** Sets what stands behind the server may believe, over what a client may have sent. */
  #receive(request: IncomingMessage): { address: string; own: string; allowed: boolean } {
    const address = clientAddress(request, this.#config.trustedProxies)
    const own = ownOrigin(request, this.#config)
    const allowed = isOwnRequest(request, own)
    const { host, protocol } = URL.canParse(own) ? new URL(own) : { host: '', protocol: 'http:' }
    request.headers[addressHeader] = address
    request.headers['x-forwarded-for'] = address
    request.headers['x-forwarded-host'] = host
    request.headers['x-forwarded-proto'] = protocol.slice(0, -1)
    return { address, own, allowed }
  }

  /** Accounts: bodies are small, and their length is known before they are read. */
  async #account(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const length = Number(request.headers['content-length'] ?? 0)
    if (request.headers['transfer-encoding'] !== undefined || length > largestMessage) {
      throw new TooLarge()
    }
    await this.#accounts(request, response)
  }

  async #health(response: ServerResponse): Promise<void> {
    const database = await Promise.race([
      this.#live.db.$queryRaw`SELECT 1`.then(
        () => true,
        () => false,
      ),
      new Promise<false>((resolve) => setTimeout(() => resolve(false), 2000).unref()),
    ])
    const log = this.#live.log.healthy()
    const ok = database && log && !this.#live.draining
    sendJson(response, ok ? 200 : 503, {
      status: ok ? 'ok' : 'failing',
      database,
      log,
      draining: this.#live.draining,
      cursor: this.#live.log.cursor(),
      connections: this.#live.hub.size,
    })
  }
}

function foreign(): Refusal {
  return new Refusal('forbidden', 'The Origin of this request is not the site itself.')
}
