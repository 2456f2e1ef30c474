// What one socket of a co-writing page may make the server keep in memory: little before it is let in, one update
// at a time's worth after it. And how much it may say: whoever says more is read more slowly.
import type { RawData, WebSocket } from 'ws'
import { Allowance } from '#live/server/allowance.ts'
import { draftNameOf, largestUpdate } from './draft-message.ts'

/** Until then it must have said who it is, and have been let in. */
export const enterWithinMs = 10_000
/** What a page may send ahead of being let in: one update of all it wrote meanwhile, and small talk. */
const aheadBytes = largestUpdate + 64 * 1024
/** What each message takes up beside its bytes. */
const overheadBytes = 256
/** Past this much under way the socket is not read until some of it is kept. */
const underWayBytes = largestUpdate
/** A page asks for the whole draft when it comes; each answer may be large. */
const mostQuestions = 20
const questionsEveryMs = 60_000
/** A page tells each move of those who write there on, beside what its person does. */
const messages = { most: 1000, perSecond: 200 }
const bytes = { most: aheadBytes, perSecond: 64 * 1024 }
/** Longer, and it would be taken for gone. */
const longestSlowMs = 30_000
/** What may be on its way to a page that does not read: it comes again, and gets what it lacks. */
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
  /** What waited for the draft comes a second time. */
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

  /** Stands before whoever listens for the socket's messages by now. */
  guard(): void {
    const listeners = this.#websocket.listeners('message')
    this.#websocket.removeAllListeners('message')
    this.#websocket.on('message', (data, isBinary) => {
      if (!this.#passes(data)) return
      for (const listener of listeners) listener.call(this.#websocket, data, isBinary)
    })
  }

  /** The page has been let in; until the draft is loaded, what it sends waits. */
  letIn(): void {
    clearTimeout(this.#timer)
  }

  /** What it sends is taken as it comes. */
  ready(): void {
    this.#ready = true
  }

  /** Runs what keeps a message of so many bytes. */
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

  /** Cuts a page that does not read what it is sent. */
  cutIfSlow(): void {
    if (this.#websocket.bufferedAmount > mostUnsent) this.#websocket.terminate()
  }

  #readOrNot(): void {
    if (this.#slowed || this.#underWay > underWayBytes) this.#websocket.pause()
    else this.#websocket.resume()
  }

  /** It is not read until what it said is made up for. */
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

  /** Whether the page may ask for what it does not have, once more. */
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

  /** Nothing that it says is listened to any more. */
  #refuse(code: number, reason: string): false {
    this.#websocket.removeAllListeners('message')
    this.#websocket.close(code, reason)
    setTimeout(() => this.#websocket.terminate(), enterWithinMs).unref()
    return false
  }
}
