// What features say of the words in their events: whose they are, whom they quote, and which are void with them.
import type { NewEvent } from '../../protocol/events.ts'
import type { Feature } from '../../protocol/feature.ts'
import type { EventRules, Forgotten } from '../define.ts'

export class KnownEvents {
  readonly #rules = new Map<string, EventRules<unknown>>()
  /** By which field of its data a newer event makes an older one of its type needless; true: by none. */
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

  /** `data` as JSON text, which is parsed only where there is something to find. */
  quotesOf(type: string, data: string): string | null {
    return this.#rules.get(type)?.quotes?.(JSON.parse(data)) ?? null
  }

  /** What a newer event of the same key makes needless; null: it must be delivered. */
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
