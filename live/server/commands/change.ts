// What one transaction does to the world, gathered while it runs: the events to append, and what hooks are told of.
import { forget, requote } from '../log/append.ts'
import type { Appended } from '../log/append.ts'
import type { Hook } from '../define.ts'
import type { Statements } from '../../../platform/postgres/statements.ts'
import type { Registry } from './registry.ts'

/** `Writing` of define.ts as the runner makes it, for whatever feature. */
export interface AnyWriting {
  readonly tx: unknown
  publish(topic: string, type: string, data: unknown): void
  forget(subjects: readonly string[], topics?: readonly string[]): Promise<void>
  requote(subject: string, by: readonly string[], excerpt: string | null): Promise<void>
  call<D>(hook: Hook<D>, data: D): Promise<void>
  gather<D>(hook: Hook<D>, data: D): void
  as(feature: unknown): AnyWriting
}

export class Change {
  readonly #registry: Registry
  readonly #gathered = new Map<string, unknown[]>()
  #events: Appended[] = []
  readonly statements: Statements
  /** For handlers that get the app's own transaction, and for those that need SQL alone. */
  readonly writing: AnyWriting
  readonly directWriting: AnyWriting

  constructor(registry: Registry, statements: Statements, tx: unknown) {
    this.#registry = registry
    this.statements = statements
    this.writing = this.#writingWith(tx)
    this.directWriting = tx === statements ? this.writing : this.#writingWith(statements)
  }

  #writingWith(tx: unknown): AnyWriting {
    const registry = this.#registry
    const writing: AnyWriting = {
      tx,
      publish: (topic, type, data) => {
        const event = { topic, type, data: registry.stripEvent(type)(data) }
        this.#events.push({ ...event, subject: registry.events.subjectOf(event) })
      },
      forget: (subjects, topics = []) => forget(this.statements, subjects, topics),
      requote: (subject, by, excerpt) =>
        requote(this.statements, registry.events, subject, by, excerpt),
      call: (hook, data) => this.#react(hook.name, [data]),
      gather: (hook, data) => {
        const known = this.#gathered.get(hook.name)
        if (known) known.push(data)
        else this.#gathered.set(hook.name, [data])
      },
      as: () => writing,
    }
    return writing
  }

  /**
   * The events, after all that was gathered has been told. What follows from that stands before the rest: who reads
   * their own event has then read what it counts for all.
   */
  async finish(): Promise<readonly Appended[]> {
    const own = this.#events
    this.#events = []
    for (const [hook, data] of this.#gathered) {
      // A transaction is one connection: one after the other.
      // oxlint-disable-next-line no-await-in-loop
      await this.#react(hook, data)
    }
    this.#events.push(...own)
    return this.#events
  }

  async #react(hook: string, data: readonly unknown[]): Promise<void> {
    for (const react of this.#registry.reactionsTo(hook)) {
      // oxlint-disable-next-line no-await-in-loop
      await react(data, this.writing)
    }
  }
}
