// Dispatches commands: shown optimistically at once, kept in the outbox until answered, and rolled back with
// a notice when refused.
import { v7 as uuidv7 } from 'uuid'
import type { Command } from '../protocol/commands.ts'
import type { Ack, Answer } from '../protocol/messages.ts'
import { Dispatcher } from './dispatch.ts'
import type { Carriers } from './dispatch.ts'
import type { Notices } from './notices.ts'
import { memoryOutbox } from './outbox.ts'
import type { Outbox } from './outbox.ts'
import type { PendingChanges } from './pending.ts'
import { serverNow } from './server-clock.ts'
import type { Store } from './store.ts'

/** A command as the caller gives it; without a `ref` it gets one. */
export interface CommandInput {
  type: string
  ref?: string
  [field: string]: unknown
}

/** What Commands needs of the page. */
export interface CommandsPage {
  /** Signed-out visitors may send commands too. */
  forAnybody?: boolean
  readonly carriers: Carriers
  /** Whether events on the viewer's own topic are arriving. */
  isCaughtUp(): boolean
  /** Turns an error's message into a sentence for the screen. */
  inWords(message: string): string
}

/** A command's event follows its answer closely; after this time the optimistic overlay is dropped without it. */
const eventLimitMs = 10_000

export class Commands {
  readonly #store: Store
  readonly #pending: PendingChanges
  readonly #notices: Notices
  readonly #page: CommandsPage
  readonly #dispatcher: Dispatcher
  readonly #failed = new Map<string, Command>()
  readonly #underWay = new Set<Promise<Answer>>()
  #outbox: Promise<Outbox> = Promise.resolve(memoryOutbox())
  #order = 0

  constructor(store: Store, pending: PendingChanges, notices: Notices, page: CommandsPage) {
    this.#store = store
    this.#pending = pending
    this.#notices = notices
    this.#page = page
    const order = {
      subjectOf: (command: Command) =>
        pending.ruleOf(command.type).subject?.(command) ?? command.type,
      endsAll: ({ type }: Command) => pending.ruleOf(type).endsAll ?? false,
    }
    this.#dispatcher = new Dispatcher(page.carriers, order, (ref, state, wait) =>
      pending.mark(ref, state, undefined, wait),
    )
  }

  /** Resends the commands that an earlier page left unanswered; their refs keep the server from running them twice. */
  async start(outbox: Promise<Outbox>): Promise<void> {
    this.#outbox = outbox
    this.#dispatcher.start()
    const sender = this.#sender()
    if (sender === null) return
    const left = await outbox.then((opened) => opened.load(sender)).catch(() => [])
    for (const { command, at, failed } of left) {
      if (this.#pending.has(command.ref)) continue
      this.#pending.add(command, at)
      if (failed === undefined) void this.#send(command, at)
      else this.#keep(command, failed)
    }
  }

  /** The user whose commands these are; '' for a visitor who may act signed out, null: commands need a sign-in. */
  #sender(): string | null {
    return this.#store.viewer?.id ?? (this.#page.forAnybody ? '' : null)
  }

  stop(): void {
    this.#dispatcher.stop()
  }

  /** The network is back. */
  wake(): void {
    this.#dispatcher.wake()
  }

  /** Shows a change at once and sends it. Resolves with the server's answer. */
  dispatch(input: CommandInput): Promise<Answer> {
    const command: Command = { ...input, ref: input.ref ?? uuidv7() }
    if (this.#sender() === null) {
      const message = 'Sign in to do this.'
      this.#notices.add(message, 'unauthenticated')
      return Promise.resolve({ type: 'error', ref: command.ref, code: 'unauthenticated', message })
    }
    const at = new Date(serverNow()).toISOString()
    this.#pending.add(command, at)
    this.#save(command, at)
    return this.#send(command, at)
  }

  /** Whether a command has no answer yet. */
  get isUnderWay(): boolean {
    return this.#underWay.size > 0
  }

  /** Resolves when all commands sent until now are answered, or after `limitMs`. */
  async settled(limitMs: number): Promise<void> {
    const limit = new Promise((resolve) => setTimeout(resolve, limitMs))
    await Promise.race([Promise.all(this.#underWay), limit])
  }

  /** Sends a refused command that was kept (`keepsWords`) again. */
  retry(ref: string): void {
    const command = this.#failed.get(ref)
    if (!command) return
    this.discard(ref)
    // A new ref: under the old one the server may repeat its first answer.
    void this.dispatch({ ...command, ref: uuidv7() })
  }

  /** Drops a refused command that was kept. */
  discard(ref: string): void {
    this.#failed.delete(ref)
    this.#pending.drop(ref)
    this.#remove(ref)
  }

  async #send(command: Command, at: string): Promise<Answer> {
    const sent = this.#dispatcher.send(command)
    this.#underWay.add(sent)
    const answer = await sent
    this.#underWay.delete(sent)
    if (answer.type === 'ack') {
      this.#remove(command.ref)
      this.#confirmed(command, answer)
      return answer
    }
    const sentence = this.#page.inWords(answer.message)
    const { keepsWords, quiet } = this.#pending.ruleOf(command.type)
    if (keepsWords) {
      this.#save(command, at, sentence)
      this.#keep(command, sentence)
    } else {
      this.#remove(command.ref)
      this.#pending.drop(command.ref)
    }
    if (!quiet) this.#notices.add(sentence, answer.code)
    return answer
  }

  #confirmed(command: Command, { ref, result }: Ack): void {
    this.#store.confirm(command, result)
    if (this.#pending.acknowledge(ref, result)) this.#awaitEvent(ref)
  }

  #awaitEvent(ref: string): void {
    setTimeout(() => {
      if (this.#page.isCaughtUp()) this.#pending.drop(ref)
      else if (this.#pending.has(ref)) this.#awaitEvent(ref)
    }, eventLimitMs)
  }

  #keep(command: Command, message: string): void {
    this.#failed.set(command.ref, command)
    this.#pending.mark(command.ref, 'failed', message)
  }

  #save(command: Command, at: string, failed?: string): void {
    const sender = this.#sender()
    if (sender === null) return
    this.#order = Math.max(this.#order + 1, Date.parse(at))
    const entry = { userId: sender, command, at, order: this.#order }
    const kept = failed === undefined ? entry : { ...entry, failed }
    void this.#outbox.then((outbox) => outbox.put(kept)).catch(() => undefined)
  }

  #remove(ref: string): void {
    void this.#outbox.then((outbox) => outbox.remove(ref)).catch(() => undefined)
  }
}
