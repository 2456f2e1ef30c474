// The visitor's outbox: messages are kept in the browser until the server has them, and sent again under the same ref.
import { v7 as uuidv7 } from 'uuid'
import { z } from 'zod'
import { messageAnswer } from './protocol.ts'
import type { MessageView } from '#features/rooms/protocol.ts'
import { Backoff } from '#live/client/backoff.ts'
import { inWords } from '#features/refusal-words.ts'
import type { Wait } from '#live/client/waiting.ts'
import { isOffline } from '#live/client/wakeups.ts'

export interface VisitSend {
  ref: string
  body: string
  state: 'sending' | 'failed'
  /** The error, as a sentence; null when none. */
  problem: string | null
  /** Why the next attempt waits, after one that failed. */
  wait: Wait | null
}

const kept = z.array(z.object({ ref: z.string(), body: z.string() }))
const refused = z.object({ message: z.string() })
const limitMs = 15_000

/** Thrown for errors that a retry does not help. */
class Refused extends Error {}

/** Thrown for errors that a retry may help. */
class NotNow extends Error {
  readonly wait: Wait

  constructor(wait: Wait) {
    super(`It waits for the ${wait.for}.`)
    this.wait = wait
  }
}

export class VisitOutbox {
  readonly #visitId: string
  readonly #onTaken: (message: MessageView) => void
  readonly #backoff = new Backoff()
  readonly #listeners = new Set<() => void>()
  #sends: readonly VisitSend[] = []
  #running = false
  #stopped = true
  #wake: (() => void) | null = null

  constructor(visitId: string, onTaken: (message: MessageView) => void) {
    this.#visitId = visitId
    this.#onTaken = onTaken
  }

  get sends(): readonly VisitSend[] {
    return this.#sends
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** Takes up messages left by an earlier page; returns a function that stops. */
  start(): () => void {
    this.#stopped = false
    if (this.#sends.length === 0) this.#set(this.#read())
    const wake = () => this.#wake?.()
    addEventListener('online', wake)
    void this.#run()
    return () => {
      this.#stopped = true
      removeEventListener('online', wake)
      wake()
    }
  }

  send(body: string): void {
    this.#set([
      ...this.#sends,
      { ref: uuidv7(), body, state: 'sending', problem: null, wait: null },
    ])
    void this.#run()
  }

  retry(ref: string): void {
    this.#change(ref, { state: 'sending', problem: null, wait: null })
    void this.#run()
  }

  discard(ref: string): void {
    this.#set(this.#sends.filter((each) => each.ref !== ref))
  }

  /** One after the other, so that they arrive in order. */
  async #run(): Promise<void> {
    if (this.#running) return
    this.#running = true
    for (;;) {
      const next = this.#sends.find(({ state }) => state === 'sending')
      if (!next || this.#stopped) break
      try {
        // oxlint-disable-next-line no-await-in-loop
        const message = await this.#post(next)
        this.#backoff.reset()
        this.#onTaken(message)
        this.discard(next.ref)
      } catch (error) {
        if (error instanceof Refused) {
          this.#change(next.ref, { state: 'failed', problem: error.message })
        } else {
          // oxlint-disable-next-line no-await-in-loop
          await this.#waitFor(error instanceof NotNow ? error.wait : unanswered())
        }
      }
    }
    this.#running = false
  }

  async #post({ ref, body }: VisitSend): Promise<MessageView> {
    const response = await fetch(`/api/visits/${this.#visitId}/messages`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ ref, body }),
      signal: AbortSignal.timeout(limitMs),
    })
    const answer: unknown = await response.json()
    if (response.ok) return messageAnswer.parse(answer).message
    const { status } = response
    const problem = refused.safeParse(answer)
    if (status < 500 && status !== 429 && problem.success) {
      throw new Refused(inWords(problem.data.message).sentence)
    }
    const seconds = Number(response.headers.get('retry-after') ?? 0)
    throw new NotNow(
      status === 429 ? { for: 'limit', until: Date.now() + seconds * 1000 } : { for: 'server' },
    )
  }

  /** All messages wait until the first one gets through. */
  async #waitFor(wait: Wait): Promise<void> {
    this.#set(this.#sends.map((each) => (each.state === 'sending' ? { ...each, wait } : each)))
    const ms = wait.for === 'limit' ? wait.until - Date.now() : this.#backoff.next()
    await this.#pause(Math.max(0, ms))
  }

  #pause(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms)
      this.#wake = () => {
        clearTimeout(timer)
        resolve()
      }
    })
  }

  #change(ref: string, by: Partial<VisitSend>): void {
    this.#set(this.#sends.map((each) => (each.ref === ref ? { ...each, ...by } : each)))
  }

  #set(sends: readonly VisitSend[]): void {
    this.#sends = sends
    this.#keep()
    for (const listener of this.#listeners) listener()
  }

  get #name(): string {
    return `hubbub:visit:${this.#visitId}`
  }

  #read(): VisitSend[] {
    try {
      const found = kept.safeParse(JSON.parse(localStorage.getItem(this.#name) ?? '[]'))
      if (!found.success) return []
      return found.data.map((each) => ({
        ...each,
        state: 'sending' as const,
        problem: null,
        wait: null,
      }))
    } catch {
      return []
    }
  }

  #keep(): void {
    try {
      if (this.#sends.length === 0) localStorage.removeItem(this.#name)
      else localStorage.setItem(this.#name, JSON.stringify(this.#sends))
    } catch {
      // Storage may be forbidden; then the messages live as long as the page.
    }
  }
}

function unanswered(): Wait {
  return { for: isOffline() ? 'connection' : 'answer' }
}
