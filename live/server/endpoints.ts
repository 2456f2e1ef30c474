// Routes requests and upgrades below /live/, after connection limits, sign-in and rate limits.
import { STATUS_CODES } from 'node:http'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'
import { httpStatus, Refusal } from '../../platform/errors.ts'
import { errorBody, readJson, retryHeaders, TooLarge } from '../../platform/http-json.ts'
import { toHeaders } from '../../platform/headers.ts'
import { refOf } from '../protocol/commands.ts'
import type { SnapshotResponse } from '../protocol/messages.ts'
import type { Priced } from './admission.ts'
import { answerCommand, isReceipt, isTyping, noteReceipt, relayTyping } from './answer.ts'
import { changeTopics } from './change-topics.ts'
import { allOrRefused } from './exchange.ts'
import type { Exchange } from './exchange.ts'
import { readParameters, sendError, sendJson } from './http.ts'
import type { Live } from './live.ts'
import { poll } from './poll.ts'
import { streamEvents } from './sse.ts'
import { acceptWebSocket } from './websocket.ts'
import type { WebSocketRequest } from './websocket.ts'

type Endpoint = (live: Live, exchange: Exchange) => Promise<void>

const endpoints: Record<string, Endpoint> = {
  'GET /live/sse': sse,
  'POST /live/sse': sse,
  'GET /live/poll': answerPoll,
  'GET /live/snapshot': snapshot,
  'POST /live/topics': changeTopics,
  'POST /live/commands': command,
}

/** The base price of a request to these paths; `request` for the others. */
const entrance: Record<string, Priced> = { '/live/sse': 'connection', '/live/poll': 'poll' }

/** Paths whose requests may stay open for long: they count as connections. */
const lasting: ReadonlySet<string> = new Set(['/live/sse', '/live/poll'])

/** Answers a request below /live/. Its Origin has been checked. */
export async function answerLive(
  live: Live,
  request: IncomingMessage,
  response: ServerResponse,
  address: string,
): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://site')
  const endpoint = endpoints[`${request.method ?? ''} ${url.pathname}`]
  try {
    if (!endpoint) {
      const known = Object.keys(endpoints).find((key) => key.endsWith(` ${url.pathname}`))
      if (url.pathname === '/live/ws')
        throw new Refusal('invalid', 'This address takes WebSockets only.')
      if (known)
        throw new Refusal('invalid', `This address takes ${known.split(' ')[0] ?? ''} only.`)
      throw new Refusal('not_found', 'There is no such live endpoint.')
    }
    // Before the first await, so that the close of an aborted request is not missed and its place is freed.
    const place = lasting.has(url.pathname) ? live.limits.connections.open(address, response) : null
    const session = await live.signedIn(toHeaders(request.headers))
    const userId = session?.user.id ?? null
    place?.takenBy(userId)
    const asker = { address, userId }
    await live.admission.admit(asker, entrance[url.pathname] ?? 'request')
    await endpoint(live, { request, response, url, session, asker })
  } catch (error) {
    const { code } = errorBody(error)
    const expected = error instanceof TooLarge || request.destroyed || code !== 'unavailable'
    if (!expected) live.logger.error({ err: error }, 'a live request failed')
    sendError(response, error)
  }
}

/** Accepts an upgrade to /live/ws or to a registered socket path. Its Origin has been checked. */
export async function upgradeLive(
  live: Live,
  request: IncomingMessage,
  socket: Duplex,
  head: Buffer,
  address: string,
): Promise<void> {
  try {
    const url = new URL(request.url ?? '/', 'http://site')
    if (live.draining) throw new Refusal('unavailable', 'The server restarts.')
    const place = live.limits.connections.open(address, socket)
    const session = await live.signedIn(toHeaders(request.headers))
    const userId = session?.user.id ?? null
    place.takenBy(userId)
    const asker = { address, userId }
    await live.admission.admit(asker, 'connection')
    if (socket.destroyed) return
    const other = live.sockets.get(url.pathname)
    if (other) other.accept(request, socket, head, session)
    else {
      const asked = { ...readUpgrade(live, url), session, asker }
      acceptWebSocket(live, request, socket, head, asked)
    }
  } catch (error) {
    const message = errorBody(error)
    refuseUpgrade(socket, httpStatus(message.code), message)
  }
}

/** Browsers cannot read the body of a refused upgrade, so errors in the topics are sent over the connection. */
function readUpgrade(live: Live, url: URL): Pick<WebSocketRequest, 'topics' | 'since' | 'problem'> {
  try {
    const { topics, since } = readParameters(live.protocol.requests, url, { topicsNeeded: false })
    return { topics, since, problem: null }
  } catch (error) {
    return { topics: [], since: null, problem: errorBody(error) }
  }
}

/** Refuses an upgrade with a plain HTTP response, and closes the socket. */
export function refuseUpgrade(socket: Duplex, status: number, message: object): void {
  const body = JSON.stringify(message)
  socket.end(
    `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}\r\nConnection: close\r\n` +
      `Content-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  )
}

async function sse(live: Live, exchange: Exchange): Promise<void> {
  const { request, response, url, session, asker } = exchange
  const { topics, since } = readParameters(live.protocol.requests, url)
  const allowed = await allOrRefused(live, exchange, topics)
  if (!allowed) return
  const last = request.headers['last-event-id']
  await streamEvents(live, response, {
    topics: allowed,
    since: typeof last === 'string' && last !== '' ? last : since,
    session,
    asker,
  })
}

async function answerPoll(live: Live, exchange: Exchange): Promise<void> {
  const { response, url, session, asker } = exchange
  const { topics, since, wait } = readParameters(live.protocol.requests, url)
  const permit = () => allOrRefused(live, exchange, topics)
  const answer = await poll(live, response, { permit, since, wait, session, asker })
  if (!answer) return
  const { cursor, events, reset } = answer
  const list = events.map((entry) => entry.json).join(',')
  const tail = reset ? ',"reset":true' : ''
  sendJson(response, 200, `{"cursor":${JSON.stringify(cursor)},"events":[${list}]${tail}}`)
}

async function snapshot(live: Live, exchange: Exchange): Promise<void> {
  const { response, url, session, asker } = exchange
  const { topics } = readParameters(live.protocol.requests, url)
  const { admission } = live
  await admission.admit(asker, 'snapshot', topics.length)
  await admission.inLine(asker, async () => {
    // The request may have been aborted while it was queued.
    if (response.destroyed) return
    if (!(await allOrRefused(live, exchange, topics))) return
    // Taken before the read: a commit meanwhile is in the state, or comes after the cursor, or both; never neither.
    const cursor = live.log.cursor()
    const snapshots = await live.topics.snapshots(session?.user ?? null, topics)
    sendJson(response, 200, { cursor, snapshots } satisfies SnapshotResponse)
  })
}

async function command(live: Live, { request, response, session }: Exchange): Promise<void> {
  const value = await readJson(request)
  try {
    if (isReceipt(value)) {
      noteReceipt(live, value)
      sendJson(response, 202, {})
      return
    }
    if (isTyping(value)) {
      await relayTyping(live, session, value)
      sendJson(response, 202, {})
      return
    }
    const answer = await answerCommand(live, session, value)
    const status = answer.type === 'ack' ? 200 : httpStatus(answer.code)
    sendJson(response, status, answer, answer.type === 'error' ? retryHeaders(answer) : {})
  } catch (error) {
    sendError(response, error, refOf(value))
  }
}
