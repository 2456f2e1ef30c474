// Receives every request of a node: checks its origin and its limits, and passes it to the live endpoints, the API or the pages.
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'
import { toNodeHandler } from 'better-auth/node'
import { isRefusal, Refusal } from '#platform/errors.ts'
import { answerLive, refuseUpgrade, upgradeLive } from '#live/server/endpoints.ts'
import { refuseTooLarge } from './body-limits.ts'
import { Misplaced } from './misplaced.ts'
import { writtenIn } from './old-forms.ts'
import { sendError, sendJson } from '#live/server/http.ts'
import { TooLarge } from '#platform/http-json.ts'
import type { Live } from '#live/server/live.ts'
import type { Pages } from './pages.ts'
import {
  foreign,
  misdirected,
  sendFailure,
  sendForeign,
  sendTooMuch,
  sendUnavailable,
  sendUnknownHost,
  unknownHost,
} from './plain-pages.ts'
import {
  askedOrigin,
  clientAddress,
  isOwnRequest,
  ownOrigin,
  putReceived,
} from '#platform/address.ts'
import { toHeaders } from '#platform/headers.ts'
import type { Auth } from '#platform/auth.ts'
import type { Session } from '#live/server/subscriber.ts'
import type { Database } from '#platform/postgres/database.ts'
import type { Priced } from '#live/server/admission.ts'
import type { Config } from '#platform/config.ts'
import { securityHeaders } from '#platform/security.ts'
import { problemsOf } from './problems.ts'
import type { Watched } from './problems.ts'
import { plainAddress } from './profile-address.ts'

interface Received {
  address: string
  /** The site's own origin; null: the Host of the request is not the site's. */
  own: string | null
  asked: string
  /** Whether it may change anything. */
  allowed: boolean
}

interface FrontOptions {
  live: Live
  auth: Auth
  db: Database
  watched: Watched
  config: Config
  pages: Pages | null
}

export class HttpFront {
  readonly #live: Live
  readonly #config: Config
  readonly #db: Database
  readonly #watched: Watched
  readonly #pages: Pages | null
  #asked: Promise<boolean> | null = null
  readonly #misplaced: Misplaced
  readonly #accounts: (request: IncomingMessage, response: ServerResponse) => Promise<void>

  constructor({ live, auth, db, watched, config, pages }: FrontOptions) {
    this.#live = live
    this.#db = db
    this.#watched = watched
    this.#config = config
    this.#pages = pages
    this.#misplaced = new Misplaced(config.publicUrl, config.trustedProxies > 0, live.logger)
    this.#accounts = toNodeHandler((request) => auth.handler(request))
  }

  async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      const { address, own, asked, allowed } = this.#receive(request)
      for (const [name, value] of Object.entries(
        securityHeaders(own?.startsWith('https:') ?? false),
      )) {
        response.setHeader(name, value)
      }
      if (this.#live.draining) response.setHeader('Connection', 'close')
      request.url = plainAddress(readableAddress(request.url ?? '/'))
      const path = request.url.split('?', 1)[0] ?? '/'
      this.#misplaced.look(request, path)
      const reads = request.method === 'GET' || request.method === 'HEAD'
      if (path === '/healthz') await this.#health(response, false)
      else if (path === '/readyz') await this.#health(response, true)
      else if (own === null) {
        this.#misplaced.unknownHost(asked)
        sendUnknownHost(response, path, asked)
      } else if (!reads && !allowed) await this.#refuseForeign(request, response, path, own)
      else if (path.startsWith('/live/')) await answerLive(this.#live, request, response, address)
      else await this.#page(request, response, path, address)
    } catch (error) {
      const expected = error instanceof TooLarge || request.destroyed
      if (!expected) this.#live.logger.error({ err: error }, 'a request failed')
      sendFailure(response, request.url?.split('?', 1)[0] ?? '/', error)
    }
  }

  async upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> {
    // First of all, because from now on this code has to handle the socket's errors: an unhandled one ends the process.
    socket.on('error', destroy)
    const { address, own, asked, allowed } = this.#receive(request)
    const path = request.url?.split('?', 1)[0]
    if (own === null) refuseUpgrade(socket, misdirected, unknownHost(asked))
    else if (this.#pages?.upgrade(request, socket, head)) return
    else if (path !== '/live/ws' && !this.#live.sockets.has(path ?? '')) {
      refuseUpgrade(socket, 404, {
        type: 'error',
        code: 'not_found',
        message: 'Nothing to upgrade here.',
      })
    } else if (!allowed) {
      this.#misplaced.foreign(request.headers.origin ?? '', own)
      const { code, message } = foreign()
      refuseUpgrade(socket, 403, { type: 'error', ref: null, code, message })
    } else await upgradeLive(this.#live, request, socket, head, address)
  }

  /** Refuses a change from a page of another origin: another site, or this one under an unknown name. */
  async #refuseForeign(
    request: IncomingMessage,
    response: ServerResponse,
    path: string,
    own: string,
  ): Promise<void> {
    const { origin = '' } = request.headers
    this.#misplaced.foreign(origin, own)
    const words = await writtenIn(request)
    const isSet = this.#config.publicUrl !== undefined
    sendForeign(response, path, { origin, own, isSet, words })
  }

  /** Overwrites the headers that the code behind trusts, which a client may have sent itself. */
  #receive(request: IncomingMessage): Received {
    const { trustedProxies, publicUrl } = this.#config
    const address = clientAddress(request, trustedProxies)
    const own = ownOrigin(request, this.#config)
    const asked = publicUrl ?? askedOrigin(request, trustedProxies)
    putReceived(request, { address, own })
    return { address, own, asked, allowed: isOwnRequest(request, own) }
  }

  /** Accounts, the HTTP API and pages: each has its own cost in the rate limit. */
  async #page(
    request: IncomingMessage,
    response: ServerResponse,
    path: string,
    address: string,
  ): Promise<void> {
    const { admission, log } = this.#live
    const session = await this.#sessionOf(request)
    const asker = { address, userId: session?.user.id ?? null }
    try {
      await admission.admit(asker, 'request')
      const isLarge = refuseTooLarge(request, path, session !== null)
      if (isLarge) await admission.admit(asker, 'upload')
      if (path.startsWith('/api/auth/')) await this.#accounts(request, response)
      else if (!log.healthy() && !path.startsWith('/_next/')) sendUnavailable(response, path)
      else if (this.#pages) {
        const price = priceOf(request.url ?? '')
        await this.#pages.handle(request, response, async (work) => {
          await admission.admit(asker, price)
          return admission.inLine(asker, work)
        })
      } else sendError(response, new Refusal('not_found', 'There is no such page.'))
    } catch (error) {
      if (!isRefusal(error) || error.code !== 'rate_limited' || response.headersSent) throw error
      sendTooMuch(response, path, error)
    }
  }

  /** The session to which a request counts; null while the database does not answer. */
  async #sessionOf(request: IncomingMessage): Promise<Session | null> {
    if (request.headers.cookie === undefined) return null
    return this.#live.signedIn(toHeaders(request.headers)).catch(() => null)
  }

  /** Concurrent health checks share one query. */
  #database(): Promise<boolean> {
    this.#asked ??= Promise.race([
      this.#db.$queryRaw`SELECT 1`.then(
        () => true,
        () => false,
      ),
      new Promise<false>((resolve) => setTimeout(() => resolve(false), 2000).unref()),
    ]).finally(() => (this.#asked = null))
    return this.#asked
  }

  /** Whether the node works; `ready`: and accepts new requests, which it does not while it stops. */
  async #health(response: ServerResponse, ready: boolean): Promise<void> {
    const { draining } = this.#live
    const database = await this.#database()
    const { log, delivery, writes } = this.#watched
    const problems = problemsOf(this.#watched, this.#pages, database)
    const ok = problems.length === 0 && !(ready && draining)
    sendJson(response, ok ? 200 : 503, {
      status: ok ? 'ok' : 'failing',
      database,
      log: log.healthy() && delivery.healthy(),
      writes: writes.problem === null,
      pages: this.#pages?.healthy() ?? true,
      problems,
      draining,
      cursor: this.#live.log.cursor(),
      connections: this.#live.hub.size,
      queuedBytes: this.#live.hub.queued,
    })
  }
}

function priceOf(url: string): Priced {
  if (!/^\/(?:api|avatars)\//.test(url)) return 'page'
  return /[?&]many=1/.test(url) ? 'manyApi' : 'api'
}

/** The path in place of an unreadable one: it has no page. */
const noSuchAddress = '/no-such-address'

/**
 * The path and query of a request in a form that every part of the server can parse: no absolute URL, no NUL,
 * no invalid percent-encoding. Below /api/ and /live/ errors are JSON.
 */
function readableAddress(address: string): string {
  const [path = '', ...query] = address.replace(/^https?:\/\/[^/?#]*/i, '').split('?')
  const search = query.length === 0 ? '' : `?${query.join('?').replaceAll(/%00/g, '')}`
  if (path.startsWith('/') && isReadable(path)) return `${path}${search}`
  const below = /^\/(?:api|live)\//.exec(path)?.[0] ?? '/'
  return `${below.slice(0, -1)}${noSuchAddress}`
}

function isReadable(path: string): boolean {
  if (!path.includes('%')) return true
  try {
    // The path is decoded a second time after Next's rewrites, so a doubly encoded NUL counts.
    return !decodeURIComponent(decodeURIComponent(path)).includes('\0')
  } catch {
    return false
  }
}

function destroy(this: Duplex): void {
  this.destroy()
}
