// The features' event rules, by event type: subjects, quotes, conflation keys, and which earlier events become void.
import type { NewEvent } from '../../protocol/events.ts'
import type { Feature } from '../../protocol/feature.ts'
import type { EventRules, Forgotten } from '../define.ts'

export class KnownEvents {
  readonly #rules = new Map<string, EventRules<unknown>>()
  /** The data field of an event type's conflation key; true: the key has no field, only topic and type. */
  readonly #latest = new Map<string, PropertyKey | true>()

  constructor(servers: readonly { feature: Feature; rules: unknown }[]) {
    for (const { feature, rules } of servers) {
      const { events = {} } = rules as { events?: Record<string, EventRules<unknown>> }
      for (const [type, rule] of Object.entries(events)) this.#rules.set(type, rule)
      for (const [type, { latest }] of Object.entries(feature.events ?? {})) {
        if (latest !== undefined) this.#latest.set(type, latest)
      }
    }
  }

  subjectOf({ type, data }: NewEvent): string | null {
    return this.#rules.get(type)?.subject?.(data) ?? null
  }

  /** `data` is JSON text, parsed only if the event type has a `quotes` rule. */
  quotesOf(type: string, data: string): string | null {
    return this.#rules.get(type)?.quotes?.(JSON.parse(data)) ?? null
  }

  /** The conflation key: a newer event with the same key replaces an older one; null: it must be delivered. */
  conflationOf(topic: string, type: string, data: string): string | null {
    const latest = this.#latest.get(type)
    if (latest === undefined) return null
    if (latest === true) return `${topic} ${type}`
    const fields = JSON.parse(data) as Record<PropertyKey, unknown>
    return `${topic} ${type} ${String(fields[latest])}`
  }

  /** Null for most events. */
  forgottenBy(type: string, data: () => unknown): Forgotten | null {
    const forgets = this.#rules.get(type)?.forgets
    return forgets ? forgets(data()) : null
  }

  requote(type: string, data: unknown, excerpt: string | null): unknown {
    return this.#rules.get(type)?.requote?.(data, excerpt) ?? data
  }
}
