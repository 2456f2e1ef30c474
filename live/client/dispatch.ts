// Sends commands over the best carrier: the open WebSocket, the page's server action, or a plain request
// when the action is gone or fails. Retries, and keeps the viewer's commands in order.
import type { Command } from '../protocol/commands.ts'
import { mayRetry } from '../../platform/errors.ts'
import type { Answer } from '../protocol/messages.ts'
import { Backoff } from './backoff.ts'
import { waitFor } from './waiting.ts'
import type { Wait } from './waiting.ts'

export interface Carriers {
  /** Sends one command over the live connection; null while it cannot carry commands. */
  overConnection(): ((command: Command) => Promise<Answer>) | null
  /** The page's server action: takes a list of commands, returns an answer for each. */
  act?: ((inputs: unknown[]) => Promise<Answer[]>) | undefined
  /** Whether the error means that the server has a newer build without this action. */
  isActionGone?: ((error: unknown) => boolean) | undefined
  /** Sends one command as a plain request; rejects without an answer. */
  request(command: Command): Promise<Answer>
  isOnline(): boolean
  /** Whether the server is known to be reachable. */
  isConnected?: (() => boolean) | undefined
}

/** The rules for the order of commands. */
export interface Order {
  /** What a command is about: two with the same subject are never in flight together. */
  subjectOf(command: Command): string
  /** Whether the command is sent only when all earlier ones are answered. */
  endsAll(command: Command): boolean
}

/** Called when a command's state changes; `wait`: what it waits for. */
type Mark = (ref: string, state: 'sending' | 'waiting', wait?: Wait) => void

interface Entry {
  command: Command
  answer: (answer: Answer) => void
}

const mostAtOnce = 50
const actionLimitMs = 15_000

export class Dispatcher {
  readonly #carriers: Carriers
  readonly #order: Order
  readonly #mark: Mark
  readonly #backoff: Backoff
  readonly #queue: Entry[] = []
  #running = false
  #stopped = false
  #actionGone = false
  /** What the queue waits for; null while it is sending. */
  #waiting: Wait | null = null
  /** Ends the current wait for a retry. */
  #wake: (() => void) | null = null

  constructor(
    carriers: Carriers,
    order: Order,
    mark: Mark = () => undefined,
    backoff = new Backoff(),
  ) {
    this.#carriers = carriers
    this.#order = order
    this.#mark = mark
    this.#backoff = backoff
  }

  /** Sends a command in order, with retries until a final answer. */
  send(command: Command): Promise<Answer> {
    return new Promise((answer) => {
      this.#queue.push({ command, answer })
      // The queue is waiting, so this command waits too.
      if (this.#waiting) this.#mark(command.ref, 'waiting', this.#waiting)
      void this.#run()
    })
  }

  /** The network is back: retries at once. */
  wake(): void {
    this.#wake?.()
  }

  /** Pauses the queue until start(). */
  stop(): void {
    this.#stopped = true
  }

  start(): void {
    this.#stopped = false
    void this.#run()
  }

  async #run(): Promise<void> {
    if (this.#running) return
    this.#running = true
    // Commands dispatched in the same turn are sent together.
    await Promise.resolve()
    while (this.#queue.length > 0 && !this.#stopped) {
      // oxlint-disable-next-line no-await-in-loop
      await this.#once()
    }
    this.#running = false
  }

  async #once(): Promise<void> {
    const batch = this.#take()
    for (const { command } of batch) this.#mark(command.ref, 'sending')
    const answers = await this.#carry(batch.map((entry) => entry.command))
    const again: Entry[] = []
    const useless: (Answer | undefined)[] = []
    for (const entry of batch) {
      const answer = answers.get(entry.command.ref)
      if (answer && !mayComeLater(answer)) {
        entry.answer(answer)
        continue
      }
      again.push(entry)
      useless.push(answer)
    }
    if (again.length === 0) return this.#backoff.reset()
    this.#queue.unshift(...again)
    const wait = waitFor(useless, this.#carriers.isConnected?.() ?? this.#carriers.isOnline())
    // All commands behind them wait too.
    for (const { command } of this.#queue) this.#mark(command.ref, 'waiting', wait)
    const named = useless.flatMap((answer) =>
      answer?.type === 'error' ? (answer.retryAfterMs ?? []) : [],
    )
    this.#waiting = wait
    if (named.length === 0) await this.#pause(this.#backoff.next())
    else await new Promise((resolve) => setTimeout(resolve, Math.max(...named)))
    this.#waiting = null
  }

  /** The next commands, up to the second one with the same subject, so that a retry cannot reorder them. */
  #take(): Entry[] {
    const subjects = new Set<string>()
    let count = 0
    for (const { command } of this.#queue) {
      const subject = this.#order.subjectOf(command)
      if (subjects.has(subject) || count === mostAtOnce) break
      if (count > 0 && this.#order.endsAll(command)) break
      subjects.add(subject)
      count += 1
    }
    return this.#queue.splice(0, count)
  }

  async #carry(commands: Command[]): Promise<Map<string, Answer>> {
    const { overConnection, act, isActionGone } = this.#carriers
    if (!this.#carriers.isOnline()) return new Map()
    const send = overConnection()
    if (send) return byRef(await settled(commands.map(send)))
    if (act && !this.#actionGone) {
      try {
        return byRef(await within(actionLimitMs, act(commands)))
      } catch (error) {
        if (isActionGone?.(error)) this.#actionGone = true
        if (!this.#carriers.isOnline()) return new Map()
      }
    }
    const answers: Answer[] = []
    for (const command of commands) {
      try {
        // oxlint-disable-next-line no-await-in-loop
        answers.push(await this.#carriers.request(command))
      } catch {
        break
      }
    }
    return byRef(answers)
  }

  async #pause(ms: number): Promise<void> {
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, ms)
      this.#wake = () => {
        clearTimeout(timer)
        resolve()
      }
    })
    this.#wake = null
  }
}

function mayComeLater(answer: Answer): boolean {
  return answer.type === 'error' && mayRetry(answer.code)
}

async function settled(promises: Promise<Answer>[]): Promise<Answer[]> {
  const outcomes = await Promise.allSettled(promises)
  return outcomes.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []))
}

function byRef(answers: Answer[]): Map<string, Answer> {
  const map = new Map<string, Answer>()
  for (const answer of answers) if (answer.ref !== null) map.set(answer.ref, answer)
  return map
}

async function within<T>(ms: number, promise: Promise<T>): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error('No answer in time.')), ms)
  })
  try {
    return await Promise.race([promise, late])
  } finally {
    clearTimeout(timer)
  }
}
