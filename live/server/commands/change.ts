// Collects what a write transaction produces while it runs: the events to append and the data for hooks.
import { forget, requote } from '../log/append.ts'
import type { Appended } from '../log/append.ts'
import type { Hook } from '../define.ts'
import type { Statements } from '../../../platform/postgres/statements.ts'
import type { Registry } from './registry.ts'

/** `Writing` of define.ts, without a feature's types. */
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
  /** `writing` is for handlers with the app's own transaction, `directWriting` for those in SQL only. */
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
   * Runs the gathered hooks and returns all events. Those of the hooks come first: a client that receives the command's
   * own event already has the updates that follow from it.
   */
  async finish(): Promise<readonly Appended[]> {
    const own = this.#events
    this.#events = []
    for (const [hook, data] of this.#gathered) {
      // In sequence: a transaction has one connection.
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
