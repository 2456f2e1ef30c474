// What one socket of a co-writing page may make the server keep in memory: little before it is let in, one update
// at a time's worth after it.
import type { RawData, WebSocket } from 'ws'
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

export class DraftGate {
  readonly #websocket: WebSocket
  readonly #timer: NodeJS.Timeout
  #ready = false
  #ahead = 0
  #underWay = 0
  #draftId: string | null = null
  #questions = 0
  #askedFrom = 0

  constructor(websocket: WebSocket) {
    this.#websocket = websocket
    this.#timer = setTimeout(() => this.#refuse(1008, 'not let in within time'), enterWithinMs)
    websocket.once('close', () => clearTimeout(this.#timer))
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
  async keep<T>(bytes: number, work: Promise<T>): Promise<T> {
    const size = bytes + overheadBytes
    this.#underWay += size
    if (this.#underWay > underWayBytes) this.#websocket.pause()
    try {
      return await work
    } finally {
      this.#underWay -= size
      if (this.#underWay <= underWayBytes) this.#websocket.resume()
    }
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
    const bytes = data instanceof Uint8Array ? data : null
    const draftId = bytes && draftNameOf(bytes)
    if (draftId === null) return this.#refuse(1003, 'this is no message of a draft')
    this.#draftId ??= draftId
    if (draftId !== this.#draftId) return this.#refuse(1008, 'one draft for each connection')
    if (this.#ready) return true
    this.#ahead += (bytes?.length ?? 0) + overheadBytes
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
