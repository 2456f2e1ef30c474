// The interface of all transports: opens one stream, reports its messages, changes its topics.
import type { Command } from '../../protocol/commands.ts'
import type { ErrorCode } from '../../../platform/errors.ts'
import type { LiveEvent, Signal } from '../../protocol/events.ts'
import type { Answer, Hello, Reset } from '../../protocol/messages.ts'
import type { Topic } from '../../protocol/topics.ts'
import type { WireTransport } from '../../../platform/transports.ts'

export type TransportName =
  | WireTransport
  /** The connection that all tabs share. */
  | 'tabs'
  /** Polls at the viewer's own pace. */
  | 'calm'

/** An error of the server about topics. */
export interface Refused {
  code: ErrorCode
  message: string
  topics: readonly string[]
}

/** Why a stream ended. */
export type End =
  /** The network, a proxy or the server cut it. `unreachable`: no transport would have worked. */
  | { kind: 'lost'; unreachable: boolean; retryAfterMs?: number }
  /** Another tab holds the connection now: join that one. */
  | { kind: 'moved' }
  /** The server is restarting: come back, spread over some seconds. */
  | { kind: 'restart' }
  /** This client read too slowly: come back at once and catch up. */
  | { kind: 'slow' }
  /** The session is over, or the whole connection is not allowed. */
  | { kind: 'stopped'; message: string }
  /** Some of the topics are refused; the others may be asked for. */
  | { kind: 'refused'; refused: Refused }

export interface Handlers {
  /** Any data from the server. */
  alive(): void
  hello(hello: Hello): void
  event(event: LiveEvent): void
  signal(signal: Signal): void
  reset(reset: Reset): void
  /** All events of the settled topics up to this cursor have come. */
  at(cursor: string): void
  /** Events may be as late as this, in milliseconds, since they are polled. */
  late(ms: number): void
  /** The last cursor that the server sent: if it is not the last received, an event was lost. */
  heartbeat(cursor: string): void
  /** Some topics are refused; the stream goes on with the others. */
  refused(refused: Refused): void
  /** The end of the stream, once, and nothing after it. Not called after close(). */
  end(end: End): void
}

export interface Subscription {
  topic: Topic
  since?: string
}

/** One open stream. */
export interface Channel {
  /** Whether a quiet stream has heartbeats that scripts can see. */
  readonly heartbeats: boolean
  /**
   * Changes the topics. Resolves when the server has confirmed, with the refused topics or null; rejects
   * without an answer.
   */
  change(subscribe: readonly Subscription[], unsubscribe: readonly Topic[]): Promise<Refused | null>
  /** Resolves when the server answers; rejects when it does not. */
  probe(): Promise<void>
  /** Sends a command; null if the transport cannot. */
  command: ((command: Command) => Promise<Answer>) | null
  close(): void
}

/** The parts of the browser's WebSocket that are used; Node gives its own. */
export type WebSocketConstructor = new (url: string) => WebSocket

export interface Network {
  /** The site's origin, e.g. `https://hubbub.example`. */
  origin: string
  fetch: typeof fetch
  /** Absent where there is none: then that transport is skipped. */
  WebSocket?: WebSocketConstructor | undefined
  /** Sent with every request, e.g. a bot's cookie. Browsers send their own. */
  headers?: Record<string, string> | undefined
}

export type Transport = (
  network: Network,
  topics: readonly Topic[],
  since: string | null,
  handlers: Handlers,
) => Channel
