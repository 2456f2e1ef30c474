// The live endpoints below /live/: which request goes where, and who may come in at all.
import { STATUS_CODES } from 'node:http'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'
import { describeIssue, httpStatus, Refusal } from '#platform/errors.ts'
import type { ErrorMessage } from '../protocol/messages.ts'
import { changeTopicsSchema } from '../protocol/requests.ts'
import { refOf } from '../protocol/commands.ts'
import type { ParsedTopic, Topic } from '../protocol/topics.ts'
import type { Asker, Priced } from './admission.ts'
import { toHeaders } from '#platform/auth.ts'
import type { SignedIn } from '#platform/signed-in.ts'
import { answerCommand, isSeen, isTyping, noteSeen, relayTyping } from './answer.ts'
import { readBody, readParameters, sendError, sendJson, TooLarge } from './http.ts'
import type { Live } from './live.ts'
import { poll } from './poll.ts'
import { takeSnapshot } from '#features/snapshot.ts'
import { streamEvents } from './sse.ts'
import { admitted, follow, refuseTooManyTopics, startAt, toErrorMessage } from './subscription.ts'
import type { Subscriber } from './subscriber.ts'
import { acceptWebSocket } from './websocket.ts'
import type { WebSocketRequest } from './websocket.ts'

type Endpoint = (live: Live, exchange: Exchange) => Promise<void>

interface Exchange {
  request: IncomingMessage
  response: ServerResponse
  url: URL
  session: SignedIn | null
  asker: Asker
}

const endpoints: Record<string, Endpoint> = {
  'GET /live/sse': sse,
  'POST /live/sse': sse,
  'GET /live/poll': answerPoll,
  'GET /live/snapshot': snapshot,
  'POST /live/topics': changeTopics,
  'POST /live/commands': command,
}

/** What it costs to come in, beside what is asked for. */
const entrance: Record<string, Priced> = { '/live/sse': 'connection', '/live/poll': 'poll' }

/** Those that may stay open for long. */
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
    // Before anything is awaited: a reader who gives up meanwhile is counted no longer.
    const place = lasting.has(url.pathname) ? live.limits.connections.open(address, response) : null
    const session = await live.auth.signedIn(toHeaders(request.headers))
    const userId = session?.user.id ?? null
    place?.takenBy(userId)
    const asker = { address, userId }
    await live.admission.admit(asker, entrance[url.pathname] ?? 'request')
    await endpoint(live, { request, response, url, session, asker })
  } catch (error) {
    const { code } = toErrorMessage(error)
    const expected = error instanceof TooLarge || request.destroyed || code !== 'unavailable'
    if (!expected) live.logger.error({ err: error }, 'a live request failed')
    sendError(response, error)
  }
}

/** Takes the upgrade of /live/ws. Its Origin has been checked. */
export async function upgradeLive(
  live: Live,
  request: IncomingMessage,
  socket: Duplex,
  head: Buffer,
  address: string,
): Promise<void> {
  try {
    const url = new URL(request.url ?? '/', 'http://site')
    const asked = readUpgrade(live, url)
    if (live.draining) throw new Refusal('unavailable', 'The server restarts.')
    const place = live.limits.connections.open(address, socket)
    const session = await live.auth.signedIn(toHeaders(request.headers))
    const userId = session?.user.id ?? null
    place.takenBy(userId)
    const asker = { address, userId }
    await live.admission.admit(asker, 'connection')
    if (socket.destroyed) return
    if (url.pathname === '/live/drafts') live.drafts.accept(request, socket, head, session)
    else acceptWebSocket(live, request, socket, head, { ...asked, session, asker })
  } catch (error) {
    const message = toErrorMessage(error)
    refuseUpgrade(socket, httpStatus(message.code), message)
  }
}

/** A browser cannot read why an upgrade was refused: what is wrong with its topics is said on the connection. */
function readUpgrade(live: Live, url: URL): Pick<WebSocketRequest, 'topics' | 'since' | 'problem'> {
  try {
    const { topics, since } = readParameters(live.protocol.requests, url, { topicsNeeded: false })
    return { topics, since, problem: null }
  } catch (error) {
    return { topics: [], since: null, problem: toErrorMessage(error) }
  }
}

/** Answers an upgrade that is not taken with a plain HTTP response, and closes. */
export function refuseUpgrade(socket: Duplex, status: number, message: object): void {
  const body = JSON.stringify(message)
  socket.end(
    `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}\r\nConnection: close\r\n` +
      `Content-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  )
}

async function sse(
  live: Live,
  { request, response, url, session, asker }: Exchange,
): Promise<void> {
  const { topics, since } = readParameters(live.protocol.requests, url)
  const allowed = await allOrRefused(live, response, asker, topics)
  if (!allowed) return
  const last = request.headers['last-event-id']
  await streamEvents(live, response, {
    topics: allowed,
    since: typeof last === 'string' && last !== '' ? last : since,
    session,
    asker,
  })
}

async function answerPoll(live: Live, { response, url, session, asker }: Exchange): Promise<void> {
  const { topics, since, wait } = readParameters(live.protocol.requests, url)
  const permit = () => allOrRefused(live, response, asker, topics)
  const answer = await poll(live, response, { permit, since, wait, session, asker })
  if (!answer) return
  const { cursor, events, reset } = answer
  const list = events.map((entry) => entry.json).join(',')
  const tail = reset ? ',"reset":true' : ''
  sendJson(response, 200, `{"cursor":${JSON.stringify(cursor)},"events":[${list}]${tail}}`)
}

async function snapshot(live: Live, { response, url, asker }: Exchange): Promise<void> {
  const { topics } = readParameters(live.protocol.requests, url)
  const { admission } = live
  await admission.admit(asker, 'snapshot', topics.length)
  await admission.inLine(asker, async () => {
    // Whoever has given up meanwhile holds up nobody.
    if (response.destroyed) return
    const allowed = await allOrRefused(live, response, asker, topics)
    if (allowed) sendJson(response, 200, await takeSnapshot(live, topics))
  })
}

async function command(live: Live, { request, response, session }: Exchange): Promise<void> {
  const value = await readBody(request)
  try {
    if (isSeen(value)) {
      noteSeen(live, value)
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
    if (answer.type === 'error' && answer.retryAfterMs !== undefined) {
      response.setHeader('Retry-After', Math.ceil(answer.retryAfterMs / 1000))
    }
    sendJson(response, status, answer)
  } catch (error) {
    sendError(response, error, { ref: refOf(value) })
  }
}

async function changeTopics(
  live: Live,
  { request, response, session, asker }: Exchange,
): Promise<void> {
  const parsed = changeTopicsSchema.safeParse(await readBody(request))
  if (!parsed.success) throw new Refusal('invalid', describeIssue(parsed.error))
  const { connectionId, subscribe, unsubscribe } = parsed.data
  const subscriber = live.hub.find(connectionId)
  if (!subscriber || subscriber.session?.sessionId !== session?.sessionId) {
    throw new Refusal('not_found', 'connectionId: there is no such connection of this session.')
  }
  const wanted = subscribe.map((each) => ({ ...each, parsed: toTopic(live, each.topic) }))
  const left = unsubscribe.map((name) => toTopic(live, name))
  const topics = wanted.map((each) => each.parsed)
  const starts = bySince(wanted)
  await live.admission.admit(asker, 'resume', starts.size)
  if (!(await allOrRefused(live, response, asker, topics))) return
  for (const each of left) live.hub.leave(subscriber, each.topic)
  refuseTooManyTopics(subscriber, topics)
  for (const [since, names] of starts) {
    // One after the other: they share one queue.
    // oxlint-disable-next-line no-await-in-loop
    await followSince(live, subscriber, names, since)
  }
  sendJson(response, 200, { cursor: live.log.cursor(), topics: [...subscriber.topics.keys()] })
}

function bySince(wanted: readonly { parsed: ParsedTopic; since?: string | undefined }[]) {
  const groups = new Map<string | null, Topic[]>()
  for (const { parsed, since } of wanted) {
    const names = groups.get(since ?? null)
    if (names) names.push(parsed.topic)
    else groups.set(since ?? null, [parsed.topic])
  }
  return groups
}

async function followSince(
  live: Live,
  subscriber: Subscriber,
  topics: readonly Topic[],
  since: string | null,
): Promise<void> {
  const start = await startAt(live, since)
  const cursor = live.log.cursorOf(start.after)
  if (start.reset) subscriber.peer.reset({ type: 'reset', topics: [...topics], cursor })
  await follow(live, subscriber, topics, start)
}

function toTopic({ protocol }: Live, name: string): ParsedTopic {
  const parsed = protocol.readTopic(name)
  if (!parsed) throw new Refusal('invalid', `topic: there is no topic "${name.slice(0, 64)}"`)
  return parsed
}

/** The topics' names, or null when one is refused: then the whole request has been answered so. */
async function allOrRefused(
  live: Live,
  response: ServerResponse,
  asker: Asker,
  topics: readonly ParsedTopic[],
): Promise<Topic[] | null> {
  const { allowed, error } = await admitted(live, asker, topics)
  if (!error) return allowed
  sendJson(response, httpStatus(error.code), error satisfies ErrorMessage)
  return null
}
