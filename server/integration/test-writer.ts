// A writer of a draft over a real connection, with Hocuspocus' own client.
import {
  HocuspocusProvider,
  HocuspocusProviderWebsocket,
  WebSocketStatus,
} from '@hocuspocus/provider'
import * as encoding from 'lib0/encoding'
import { WebSocket } from 'ws'
import * as Y from 'yjs'
import { draftNotice, draftText } from '#features/drafts/channel.ts'
import type { Person } from '../test-people.ts'

export class TestWriter {
  readonly document = new Y.Doc()
  /** Why it was refused, or null. */
  refused: string | null = null
  /** How its socket was closed the last time. */
  closed: { code: number; reason: string } | null = null
  /** The server's last notice about the draft's post. */
  notice: unknown = null
  /** Why its changes are not stored, as the server said last. */
  full: string | null = null
  readonly #socket: HocuspocusProviderWebsocket
  readonly #provider: HocuspocusProvider

  constructor(
    node: { url: string },
    draftId: string,
    person: Pick<Person, 'cookie'> | null,
    key = '',
    more: Record<string, string> = {},
  ) {
    const headers = { origin: node.url, ...(person ? { cookie: person.cookie } : {}), ...more }
    class Socket extends WebSocket {
      constructor(url: string) {
        super(url, { headers })
        // A socket given up while it opens emits an error, which nobody handles.
        this.on('error', () => undefined)
      }
    }
    this.#socket = new HocuspocusProviderWebsocket({
      url: `${node.url.replace('http', 'ws')}/live/drafts`,
      WebSocketPolyfill: Socket,
      delay: 100,
      minDelay: 50,
      maxDelay: 500,
    })
    this.#provider = new HocuspocusProvider({
      websocketProvider: this.#socket,
      name: draftId,
      document: this.document,
      token: key,
      onAuthenticationFailed: ({ reason }) => (this.refused = reason),
      onStateless: ({ payload }) => {
        const notice = draftNotice.parse(JSON.parse(payload))
        if (notice.type === 'full') this.full = notice.why
        else this.notice = notice
      },
    })
    this.#socket.on('disconnect', ({ event }: { event: { code: number; reason: string } }) => {
      const { code, reason } = event
      this.closed = { code, reason }
    })
    this.#provider.attach()
  }

  get text(): Y.Text {
    return this.document.getText(draftText)
  }

  /** True when nothing waits to be acknowledged. */
  get synced(): boolean {
    return this.#provider.isSynced && !this.#provider.hasUnsyncedChanges
  }

  /** Bytes that it has sent and the server has not read. */
  get unsent(): number {
    return (this.#socket.webSocket as unknown as WebSocket | null)?.bufferedAmount ?? 0
  }

  get connected(): boolean {
    return this.#provider.isAuthenticated && this.#socket.status === 'connected'
  }

  /** The other writers' states as received, by id. */
  get others(): Map<number, Record<string, unknown>> {
    const states = new Map(this.#provider.awareness?.getStates())
    states.delete(this.document.clientID)
    return states
  }

  /** Sets its own awareness state. */
  say(state: Record<string, unknown>): void {
    this.#provider.awareness?.setLocalState(state)
  }

  /** Sends arbitrary bytes as an update. */
  sendUpdate(bytes: Uint8Array): void {
    this.send(0, (encoder) => {
      encoding.writeVarUint(encoder, 2)
      encoding.writeVarUint8Array(encoder, bytes)
    })
  }

  /** Sends a message of this kind about its draft. */
  send(kind: number, write: (encoder: encoding.Encoder) => void): void {
    const encoder = encoding.createEncoder()
    encoding.writeVarString(encoder, this.#provider.configuration.name)
    encoding.writeVarUint(encoder, kind)
    write(encoder)
    this.#socket.send(encoding.toUint8Array(encoder))
  }

  disconnect(): void {
    this.#socket.disconnect()
  }

  async connect(): Promise<void> {
    // The library does not connect until it has noticed that the old connection is closed.
    while (!this.#socket.shouldConnect && this.#socket.status === WebSocketStatus.Connected) {
      await new Promise((resolve) => setTimeout(resolve, 5))
    }
    await this.#socket.connect()
  }

  end(): void {
    this.#provider.destroy()
    this.#socket.destroy()
  }
}
