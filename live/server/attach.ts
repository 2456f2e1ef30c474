// Attaches the engine to an HTTP server of an app: it handles the requests below /live/.
import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'
import { askedOrigin, clientAddress } from '../../platform/address.ts'
import { Refusal } from '../../platform/errors.ts'
import { errorResponse } from '../../platform/http-json.ts'
import { answerLive, refuseUpgrade, upgradeLive } from './endpoints.ts'
import type { Engine } from './engine.ts'
import { sendError } from './http.ts'

/** How browsers reach the app. */
export interface Site {
  /** The app's own origin, such as `https://app.example`. Without it: the host that a request names. */
  publicUrl?: string
  /** How many proxies in front add X-Forwarded-For, -Host and -Proto; 0 by default: these headers are ignored. */
  trustedProxies?: number
}

/** Handles requests below /live/ before the listeners that the server has now. */
export function attachLive(server: Server, started: () => Promise<Engine>, site: Site): void {
  const { trustedProxies = 0 } = site
  const listeners = server.listeners('request') as ((
    request: IncomingMessage,
    response: ServerResponse,
  ) => void)[]
  const upgrades = server.listeners('upgrade') as ((
    request: IncomingMessage,
    socket: Duplex,
    head: Buffer,
  ) => void)[]
  server.removeAllListeners('request').removeAllListeners('upgrade')
  server.on('request', (request, response) => {
    if (!isLive(request)) {
      for (const listener of listeners) listener.call(server, request, response)
      return
    }
    if (!isOwn(request, site)) return sendError(response, foreign)
    started().then(
      ({ live }) => answerLive(live, request, response, clientAddress(request, trustedProxies)),
      () => sendError(response, notStarted),
    )
  })
  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    if (!isLive(request)) {
      for (const listener of upgrades) listener.call(server, request, socket, head)
      return
    }
    const refuse = (error: Refusal): void => {
      const { status, body } = errorResponse(error)
      refuseUpgrade(socket, status, body)
    }
    if (!isOwn(request, site)) return refuse(foreign)
    started().then(
      ({ live }) =>
        upgradeLive(live, request, socket, head, clientAddress(request, trustedProxies)),
      () => refuse(notStarted),
    )
  })
}

const foreign = new Refusal('forbidden', 'This request comes from a page of another site.')
const notStarted = new Refusal('unavailable', 'The database cannot be reached just now.', 1000)

function isLive({ url = '' }: IncomingMessage): boolean {
  return url.startsWith('/live/')
}

/** Guards against cross-site requests, which would carry the reader's cookies. */
function isOwn(request: IncomingMessage, { publicUrl, trustedProxies = 0 }: Site): boolean {
  const { origin } = request.headers
  if (origin === undefined) return true
  const own = publicUrl ?? askedOrigin(request, trustedProxies)
  return URL.canParse(origin) && URL.canParse(own) && new URL(origin).host === new URL(own).host
}
