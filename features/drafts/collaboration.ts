// Co-writing of drafts: Hocuspocus on this node's port, with the same sessions and permissions. An update is stored in
// the database before it is applied, shown to others or acknowledged; other nodes get a NOTIFY and read it from there.
import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { Hocuspocus } from '@hocuspocus/server'
import type { Connection, Document } from '@hocuspocus/server'
import { WebSocketServer } from 'ws'
import * as Y from 'yjs'
import { draftText } from './channel.ts'
import type { DraftNotice } from './channel.ts'
import { isId } from '#platform/id.ts'
import { loadPlain, replaceWords } from './draft-changes.ts'
import { keepText } from './draft-text.ts'
import { compactUpdates, loadUpdates, readUpdate } from './draft-updates.ts'
import { draftRole } from './policy.ts'
import { readPublished } from './queries.ts'
import type { SignedIn } from '#platform/signed-in.ts'
import type { Database } from '#platform/postgres/database.ts'
import type { Logger } from '#platform/logger.ts'
import { close, keyOf, never, ownerOf } from './draft-connection.ts'
import type { DraftContext as Context } from './draft-connection.ts'
import { DraftCursors } from './draft-cursors.ts'
import { DraftGate } from './draft-gate.ts'
import { DraftIntake } from './draft-intake.ts'
import type { Update } from './draft-intake.ts'
import { largestUpdate, readDraftMessage } from './draft-message.ts'
import { DraftSeats } from './draft-seats.ts'

const storeAfterMs = 500
const storeAtLeastMs = 5_000

interface DraftsOptions {
  db: Database
  logger: Logger
  nodeId: string
}

export class Drafts {
  readonly #options: DraftsOptions
  readonly #hocuspocus: Hocuspocus
  readonly #sockets = new WebSocketServer({
    noServer: true,
    maxPayload: largestUpdate,
    perMessageDeflate: false,
    clientTracking: true,
  })
  readonly #cursors = new DraftCursors()
  readonly #seats = new DraftSeats()
  readonly #intake: DraftIntake
  /** Database work in progress. */
  readonly #working = new Set<Promise<void>>()

  constructor(options: DraftsOptions) {
    this.#options = options
    this.#intake = new DraftIntake({
      ...options,
      present: (draftId) => this.#present(draftId),
      close: (connection, code, reason) => close(connection, { code, reason }),
    })
    this.#hocuspocus = new Hocuspocus({
      quiet: true,
      debounce: storeAfterMs,
      maxDebounce: storeAtLeastMs,
      onAuthenticate: async ({ token, documentName, context, connectionConfig }) => {
        const key = keyOf(token)
        const asks = context as Context
        const role = await this.#orComeBack(asks, this.#role(documentName, asks, key))
        if (role === null) throw Object.assign(new Error(), { reason: 'permission-denied' })
        connectionConfig.readOnly = role === 'read'
        this.#seats.sit(documentName, asks)
        asks.gate.letIn()
        return { key, owner: ownerOf(asks.session, token) }
      },
      connected: ({ connection, context }) => {
        ;(context as Context).gate.ready()
        this.#welcome(connection)
        return Promise.resolve()
      },
      onLoadDocument: ({ documentName, document, context }) =>
        this.#orComeBack(context as Context, loadPlain(this.#where(documentName, null), document)),
      beforeHandleMessage: ({ connection, update }) => this.#beforeMessage(connection, update),
      onStoreDocument: ({ documentName, document }) =>
        this.#try(keepText(options.db, documentName, document.getText(draftText).toString())),
      afterUnloadDocument: ({ documentName }) =>
        this.#try(compactUpdates(options.db, documentName)),
    })
  }

  /** Takes over an authenticated WebSocket upgrade. */
  accept(request: IncomingMessage, socket: Duplex, head: Buffer, session: SignedIn | null): void {
    this.#sockets.handleUpgrade(request, socket, head, (websocket) => {
      websocket.on('error', () => websocket.terminate())
      const gate = new DraftGate(websocket)
      const context: Context = { session, key: null, owner: '', websocket, gate }
      this.#hocuspocus.handleConnection(websocket, request, context)
      gate.guard()
    })
  }

  /** Another node has stored an update. */
  kept(nodeId: string, draftId: string, updateId: bigint): void {
    if (nodeId === this.#options.nodeId) return
    void this.#try(this.#takeKept(draftId, updateId))
  }

  /** A person's role in a draft may have changed; null: in any, and notifications of other nodes' updates may have been missed. */
  rightsChanged(draftId: string | null): void {
    const names = draftId === null ? [...this.#hocuspocus.documents.keys()] : [draftId]
    const documents = names.flatMap((name) => this.#hocuspocus.documents.get(name) ?? [])
    for (const document of documents) {
      void this.#try(this.#recheckAccess(document))
      if (draftId === null) void this.#try(loadUpdates(this.#options.db, document.name, document))
    }
  }

  /** For work that can be done later: the database has the truth, so an error is only logged. */
  async #try(work: Promise<void>): Promise<void> {
    this.#working.add(work)
    try {
      await work
    } catch (error) {
      this.#options.logger.warn({ err: error }, 'a draft could not be brought up to date')
    } finally {
      this.#working.delete(work)
    }
  }

  /** An error of the server must not look like a refusal: the page reconnects, and sends again what was not acknowledged. */
  async #orComeBack<T>({ websocket }: Context, work: Promise<T>): Promise<T> {
    try {
      return await work
    } catch (error) {
      this.#options.logger.warn({ err: error }, 'a draft could not be read or kept')
      websocket.close(1013, 'try again in a moment')
      // Hocuspocus prints what it catches, but our log has the error already.
      throw new Error('the database did not answer')
    }
  }

  async #takeKept(draftId: string, updateId: bigint): Promise<void> {
    const document = await this.#present(draftId)
    if (!document) return
    const bytes = await readUpdate(this.#options.db, updateId)
    // The update may have been merged into a larger one meanwhile.
    if (bytes) Y.applyUpdate(document, bytes)
    else await loadUpdates(this.#options.db, draftId, document)
  }

  /** The sessions of all pages that have drafts open. */
  *sessions(): Iterable<SignedIn> {
    for (const connection of this.#connections()) {
      const { session } = connection.context as Context
      if (session) yield session
    }
  }

  /** Closes the pages of sessions that have ended. */
  sessionsEnded(sessionIds: ReadonlySet<string>): void {
    for (const connection of this.#connections()) {
      const { session } = connection.context as Context
      if (session && sessionIds.has(session.sessionId)) close(connection)
    }
  }

  /** A draft's post may have changed; null: any draft's. */
  postChanged(draftId: string | null): void {
    const { documents } = this.#hocuspocus
    for (const document of documents.values()) {
      if (draftId === null || document.name === draftId) void this.#try(this.#tellPost(document))
    }
  }

  /** Replaces a draft's text; its writers see it as another person's edit. */
  async replaceText(draftId: string, text: string, userId: string): Promise<void> {
    const bytes = await replaceWords(this.#where(draftId, userId), text)
    const present = await this.#present(draftId)
    if (present && bytes) Y.applyUpdate(present, bytes)
  }

  /** Closes all connections, and resolves when every received update is stored. */
  async stop(): Promise<void> {
    for (const websocket of this.#sockets.clients)
      websocket.close(1012, 'the server restarts: come back')
    // Work in progress may start more: a document that is unloaded is compacted.
    while (this.#working.size > 0) {
      // oxlint-disable-next-line no-await-in-loop
      await Promise.allSettled(this.#working)
    }
    for (const websocket of this.#sockets.clients) websocket.terminate()
  }

  *#connections(): Iterable<Connection> {
    for (const document of this.#hocuspocus.documents.values()) yield* document.getConnections()
  }

  #role(draftId: string, { session }: Context, key: string | null) {
    if (!isId(draftId)) return Promise.resolve(null)
    return draftRole(this.#options.db, session?.user.id ?? null, draftId, key)
  }

  async #recheckAccess(document: Document): Promise<void> {
    for (const connection of document.getConnections()) {
      const context = connection.context as Context
      // Drafts have few readers at a time.
      // oxlint-disable-next-line no-await-in-loop
      const role = await this.#role(document.name, context, context.key)
      if (role === null || connection.readOnly !== (role === 'read')) close(connection)
    }
  }

  async #present(draftId: string): Promise<Document | undefined> {
    const { documents, loadingDocuments } = this.#hocuspocus
    return (await loadingDocuments.get(draftId)) ?? documents.get(draftId)
  }

  #where(draftId: string, userId: string | null) {
    const { db, nodeId } = this.#options
    return { db, nodeId, draftId, userId }
  }

  /** Greets a page that was let in: who writes, and the post made from the draft. */
  #welcome(connection: Connection): void {
    if (!connection.document.hasConnection(connection)) return
    const { session } = connection.context as Context
    connection.onClose(() => {
      this.#cursors.leave(connection)
      this.#intake.forget(connection)
    })
    this.#cursors.greet(connection)
    if (!connection.readOnly) this.#cursors.join(connection, session?.user.name ?? null)
    void this.#try(this.#tellPost(connection.document, connection))
  }

  /** Sends a draft's published post to one page, or to all. */
  async #tellPost(document: Document, to?: Connection): Promise<void> {
    const published = await readPublished(this.#options.db, document.name)
    const notice: DraftNotice = { type: 'published', published }
    const payload = JSON.stringify(notice)
    if (to) to.sendStateless(payload)
    else document.broadcastStateless(payload)
  }

  /** Resolves when Hocuspocus may handle the message: never for updates and cursors, which this class handles. */
  async #beforeMessage(connection: Connection, message: Uint8Array): Promise<void> {
    const said = readDraftMessage(message)
    if (said === null) close(connection, { code: 1003, reason: 'this is no message of a draft' })
    if (said === null) return never()
    if (said.kind === 'other') return undefined
    if (said.kind === 'question') {
      return (connection.context as Context).gate.mayAsk() ? undefined : never()
    }
    if (said.kind === 'states' && !connection.readOnly) this.#cursors.move(connection, said.states)
    if (said.kind === 'update') await this.#takeUpdate(connection, said)
    return never()
  }

  async #takeUpdate(connection: Connection, update: Update): Promise<void> {
    const { gate, websocket } = connection.context as Context
    const taking = gate.keep(update.bytes.length, this.#intake.take(connection, update))
    this.#working.add(taking)
    try {
      await taking
    } catch (error) {
      this.#options.logger.warn({ err: error }, 'a change of a draft could not be kept')
      websocket.close(1013, 'try again in a moment')
    } finally {
      this.#working.delete(taking)
    }
  }
}
