// Somebody who writes a draft, over a real connection: the kept library's own client.
import { HocuspocusProvider, HocuspocusProviderWebsocket } from '@hocuspocus/provider'
import { WebSocket } from 'ws'
import * as Y from 'yjs'
import { draftText } from '#protocol/draft-channel.ts'
import type { Person } from '../test-people.ts'

export class TestWriter {
  readonly document = new Y.Doc()
  /** Why it may not, or null. */
  refused: string | null = null
  readonly #socket: HocuspocusProviderWebsocket
  readonly #provider: HocuspocusProvider

  constructor(
    node: { url: string },
    draftId: string,
    person: Pick<Person, 'cookie'> | null,
    key = '',
  ) {
    const headers = { origin: node.url, ...(person ? { cookie: person.cookie } : {}) }
    class Socket extends WebSocket {
      constructor(url: string) {
        super(url, { headers })
        // One that is given up while it opens says so, to nobody.
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
    })
    this.#provider.attach()
  }

  get text(): Y.Text {
    return this.document.getText(draftText)
  }

  /** Nothing of it waits to be acknowledged. */
  get synced(): boolean {
    return this.#provider.isSynced && !this.#provider.hasUnsyncedChanges
  }

  get connected(): boolean {
    return this.#provider.isAuthenticated && this.#socket.status === 'connected'
  }

  disconnect(): void {
    this.#socket.disconnect()
  }

  async connect(): Promise<void> {
    await this.#socket.connect()
  }

  end(): void {
    this.#provider.destroy()
    this.#socket.destroy()
  }
}
