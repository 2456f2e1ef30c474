// Limits of one co-writing socket: how much it may hold in memory before and after authentication, and how much it may
// send. A page that sends more is read more slowly.
import type { RawData, WebSocket } from 'ws'
import { Allowance } from '#live/server/allowance.ts'
import { draftNameOf, largestUpdate } from './draft-message.ts'

/** A page must be authenticated within this time. */
export const enterWithinMs = 10_000
/** What a page may send before it is authenticated: one update of all its offline changes, and small messages. */
const aheadBytes = largestUpdate + 64 * 1024
/** Memory of each message beside its bytes. */
const overheadBytes = 256
/** With this much in progress the socket is paused until some of it is stored. */
const underWayBytes = largestUpdate
/** A page asks for the whole draft when it connects; each answer may be large. */
const mostQuestions = 20
const questionsEveryMs = 60_000
/** Generous, because a page forwards every move of the other cursors as well as its own. */
const messages = { most: 1000, perSecond: 200 }
const bytes = { most: aheadBytes, perSecond: 64 * 1024 }
/** A longer pause would look like a lost connection. */
const longestSlowMs = 30_000
/** Unsent bytes after which a page that does not read is cut off: it reconnects, and gets what it lacks. */
const mostUnsent = 4 * 1024 * 1024

export class DraftGate {
  readonly #websocket: WebSocket
  readonly #timer: NodeJS.Timeout
  #ready = false
  #ahead = 0
  #underWay = 0
  readonly #messages = new Allowance(messages.most, messages.perSecond)
  readonly #bytes = new Allowance(bytes.most, bytes.perSecond)
  #slowed: NodeJS.Timeout | null = null
  /** Messages that waited for the draft and are now emitted a second time. */
  readonly #passed = new WeakSet<object>()
  #draftId: string | null = null
  #questions = 0
  #askedFrom = 0

  constructor(websocket: WebSocket) {
    this.#websocket = websocket
    this.#timer = setTimeout(() => this.#refuse(1008, 'not let in within time'), enterWithinMs)
    websocket.once('close', () => {
      clearTimeout(this.#timer)
      if (this.#slowed) clearTimeout(this.#slowed)
    })
  }

  /** Puts itself before the socket's current message listeners. */
  guard(): void {
    const listeners = this.#websocket.listeners('message')
    this.#websocket.removeAllListeners('message')
    this.#websocket.on('message', (data, isBinary) => {
      if (!this.#passes(data)) return
      for (const listener of listeners) listener.call(this.#websocket, data, isBinary)
    })
  }

  /** The page is authenticated; its messages wait until the draft is loaded. */
  letIn(): void {
    clearTimeout(this.#timer)
  }

  /** The draft is loaded: messages are handled as they arrive. */
  ready(): void {
    this.#ready = true
  }

  /** Runs the work that a message of so many bytes needs, counting them until it ends. */
  async keep<T>(size: number, work: Promise<T>): Promise<T> {
    const held = size + overheadBytes
    this.#underWay += held
    this.#readOrNot()
    try {
      return await work
    } finally {
      this.#underWay -= held
      this.#readOrNot()
    }
  }

  /** Cuts off a page that does not read its messages. */
  cutIfSlow(): void {
    if (this.#websocket.bufferedAmount > mostUnsent) this.#websocket.terminate()
  }

  #readOrNot(): void {
    if (this.#slowed || this.#underWay > underWayBytes) this.#websocket.pause()
    else this.#websocket.resume()
  }

  /** Pauses the socket for as long as the page exceeds its rate. */
  #slow(size: number): void {
    const waitMs = Math.max(this.#messages.take(1), this.#bytes.take(size))
    if (waitMs === 0 || this.#slowed) return
    this.#slowed = setTimeout(
      () => {
        this.#slowed = null
        this.#readOrNot()
      },
      Math.min(waitMs, longestSlowMs),
    )
    this.#readOrNot()
  }

  /** Whether the page may ask once more for what it lacks. */
  mayAsk(): boolean {
    const now = performance.now()
    if (now - this.#askedFrom > questionsEveryMs) {
      this.#askedFrom = now
      this.#questions = 0
    }
    this.#questions += 1
    return this.#questions <= mostQuestions || this.#refuse(1008, 'too many questions')
  }

  #passes(data: RawData): boolean {
    const message = data instanceof Uint8Array ? data : null
    const draftId = message && draftNameOf(message)
    if (draftId === null) return this.#refuse(1003, 'this is no message of a draft')
    this.#draftId ??= draftId
    if (draftId !== this.#draftId) return this.#refuse(1008, 'one draft for each connection')
    if (this.#passed.has(data)) return true
    const size = message?.length ?? 0
    if (this.#ready) {
      this.#slow(size)
      return true
    }
    this.#passed.add(data)
    this.#ahead += size + overheadBytes
    return this.#ahead <= aheadBytes || this.#refuse(1009, 'too much before the draft was there')
  }

  /** Closes the socket; its further messages are ignored. */
  #refuse(code: number, reason: string): false {
    this.#websocket.removeAllListeners('message')
    this.#websocket.close(code, reason)
    setTimeout(() => this.#websocket.terminate(), enterWithinMs).unref()
    return false
  }
}
