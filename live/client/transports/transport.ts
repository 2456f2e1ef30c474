// What every transport is to the connection: opens one stream, tells what comes, changes its topics.
import type { Command } from '../../protocol/commands.ts'
import type { ErrorCode } from '../../../platform/errors.ts'
import type { LiveEvent, Signal } from '../../protocol/events.ts'
import type { Answer, Hello, Reset } from '../../protocol/messages.ts'
import type { Topic } from '../../protocol/topics.ts'
import type { WireTransport } from '../../../platform/transports.ts'

export type TransportName =
  | WireTransport
  /** Another tab's connection, or this one's for all. */
  | 'tabs'
  /** Now and then, as its reader wishes. */
  | 'calm'

/** What the server refuses, in its own words. */
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
  /** Any sign of life. */
  alive(): void
  hello(hello: Hello): void
  event(event: LiveEvent): void
  signal(signal: Signal): void
  reset(reset: Reset): void
  /** All that the settled topics held up to here has come. */
  at(cursor: string): void
  /** What comes may be as late as this, since it is asked for. */
  late(ms: number): void
  /** What the server has sent last: if it is not what came last, something was lost. */
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
  /** Whether a quiet stream gives signs of life that can be heard here. */
  readonly heartbeats: boolean
  /**
   * Changes the topics. Resolves when the server has confirmed, with what it refused; rejects when
   * there is no answer.
   */
  change(subscribe: readonly Subscription[], unsubscribe: readonly Topic[]): Promise<Refused | null>
  /** Whether the other side is there; rejects when not. */
  probe(): Promise<void>
  /** Carries a command, where the transport can. */
  command: ((command: Command) => Promise<Answer>) | null
  close(): void
}

/** The parts of the browser's WebSocket that are used; Node gives its own. */
export type WebSocketConstructor = new (url: string) => WebSocket

export interface Network {
  /** The site's origin, e.g. `https://hubbub.example`. */
  origin: string
  fetch: typeof fetch
  /** Absent where there is none: then that transport is passed over. */
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
