// Parses server messages and sends HTTP requests. Shapes are checked lightly, as the server has validated them; unknown
// messages are ignored, so that a newer server can add some.
import type { Command } from '../protocol/commands.ts'
import type { LiveEvent, Signal } from '../protocol/events.ts'
import type {
  Answer,
  ErrorMessage,
  Hello,
  Reset,
  ServerMessageKind,
  ServerMessages,
  SnapshotResponse,
} from '../protocol/messages.ts'
import type { Topic } from '../protocol/topics.ts'
import type { Network, Refused, TransportName } from './transports/transport.ts'

export type Incoming = {
  [K in ServerMessageKind]: { kind: K; message: ServerMessages[K] }
}[ServerMessageKind]

type Json = Record<string, unknown>

function isJson(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The parsed JSON, or null when it is invalid. */
function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

/** Parses a message; `type` is given where the text does not contain it. Null when the message is unknown. */
export function readMessage(text: string, type?: string): Incoming | null {
  const value = parse(text)
  if (!isJson(value)) return null
  switch (type ?? value['type']) {
    case 'hello':
      return typeof value['cursor'] === 'string' && typeof value['connectionId'] === 'string'
        ? { kind: 'hello', message: value as unknown as Hello }
        : null
    case 'reset':
      return Array.isArray(value['topics']) && typeof value['cursor'] === 'string'
        ? { kind: 'reset', message: value as unknown as Reset }
        : null
    case 'heartbeat':
      return typeof value['cursor'] === 'string'
        ? { kind: 'heartbeat', message: { cursor: value['cursor'] } }
        : null
    case 'ack':
      return typeof value['ref'] === 'string'
        ? { kind: 'answer', message: value as unknown as Answer }
        : null
    case 'refused':
    case 'error':
      return isError(value) ? readError(value) : null
    default:
  }
  if (typeof value['type'] !== 'string' || typeof value['topic'] !== 'string') return null
  if (!isJson(value['data'])) return null
  return typeof value['id'] === 'string'
    ? { kind: 'event', message: value as unknown as LiveEvent }
    : { kind: 'signal', message: value as unknown as Signal }
}

/** An error with topics and without a ref ends those subscriptions; others answer a request. */
function readError(error: ErrorMessage): Incoming {
  const { ref, topics } = error
  if (ref !== null || !Array.isArray(topics)) return { kind: 'answer', message: error }
  return { kind: 'refused', message: { ...error, ref, topics } }
}

function isError(value: unknown): value is ErrorMessage {
  return isJson(value) && value['type'] === 'error' && typeof value['code'] === 'string'
}

/** The error in the body of an error response, or null when there is none. */
export async function readRefusal(
  response: Response,
): Promise<(Refused & { retryAfterMs?: number }) | null> {
  const body = parse(await response.text().catch(() => ''))
  if (!isError(body)) return null
  const { code, message, topics = [], retryAfterMs } = body
  return { code, message, topics, ...(retryAfterMs === undefined ? {} : { retryAfterMs }) }
}

const requestLimitMs = 15_000

/** POSTs JSON to one of the live endpoints. */
export function sendJson(network: Network, path: string, body: unknown): Promise<Response> {
  return network.fetch(`${network.origin}${path}`, {
    method: 'POST',
    credentials: 'same-origin',
    headers: { 'content-type': 'application/json', ...network.headers },
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(requestLimitMs),
  })
}

/** Sends one command as a plain request. Rejects when there is no valid answer. */
export async function sendCommand(network: Network, command: Command): Promise<Answer> {
  const response = await sendJson(network, '/live/commands', command)
  const body = parse(await response.text())
  const incoming = readMessage(JSON.stringify(body))
  if (incoming?.kind === 'answer') return { ...incoming.message, ref: command.ref }
  if (response.status < 400 || response.status >= 500) throw new Error('The server gave no answer.')
  return {
    type: 'error',
    ref: command.ref,
    code: 'invalid',
    message: 'The server did not accept this.',
  }
}

/** Sends a typing signal to the topic's other subscribers. */
export async function sendTyping(network: Network, topic: Topic): Promise<void> {
  await sendJson(network, '/live/commands', { type: 'typing', topic })
}

/** Sends a delivery receipt for an event. */
export async function sendReceipt(
  network: Network,
  id: string,
  transport: TransportName,
): Promise<void> {
  await sendJson(network, '/live/commands', { type: 'seen', id, transport })
}

/** Fetches the snapshots of topics, or the error. Rejects when there is no answer. */
export async function fetchSnapshot(
  network: Network,
  topics: readonly Topic[],
): Promise<SnapshotResponse | Refused> {
  const query = new URLSearchParams({ topics: topics.join(',') })
  const response = await network.fetch(`${network.origin}/live/snapshot?${query}`, {
    credentials: 'same-origin',
    headers: network.headers ?? {},
    cache: 'no-store',
    signal: AbortSignal.timeout(requestLimitMs),
  })
  if (response.ok) return (await response.json()) as SnapshotResponse
  const refused = response.status < 500 ? await readRefusal(response) : null
  if (refused) return refused
  throw new Error('The server gave no snapshot.')
}
