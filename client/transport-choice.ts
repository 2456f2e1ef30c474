// Which transport to try: the first of the list, the next one where it does not get through, and what
// worked here before for a while.
import type { TransportName } from './transports/transport.ts'

export type Memory = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>

const rememberedMs = 10 * 60_000
const triesBeforeHello = 2
const triesWhereItWorked = 5
const triesBrokenSoon = 3

export class TransportChoice {
  readonly #order: readonly TransportName[]
  readonly #memory: Memory | null
  readonly #key: string
  readonly #now: () => number
  readonly #worked = new Set<TransportName>()
  #index = 0
  #failures = 0
  #brokenSoon = 0
  /** When the transport behind the first was settled on. */
  #since = 0

  constructor(
    order: readonly TransportName[],
    origin: string,
    memory: Memory | null,
    now: () => number = Date.now,
  ) {
    this.#order = order
    this.#memory = memory
    this.#key = `hubbub:transport:${origin}`
    this.#now = now
    this.#remember()
  }

  /** The transport to open next; undefined when there is none at all. */
  next(): TransportName | undefined {
    if (this.#index > 0 && this.#since > 0 && this.#now() - this.#since > rememberedMs) {
      this.#index = 0
      this.#failures = 0
      this.#since = 0
    }
    return this.#order[this.#index]
  }

  /** Whether the first choice did not work. */
  get fallback(): boolean {
    return this.#index > 0
  }

  /** Those before the one in use, best first. */
  get better(): readonly TransportName[] {
    return this.#order.slice(0, this.#index)
  }

  /** A better one works again: it is the choice from now on. */
  climb(name: TransportName): void {
    this.#index = Math.max(0, this.#order.indexOf(name))
    this.#failures = 0
    this.#brokenSoon = 0
    this.#since = 0
  }

  /** It said hello. */
  worked(name: TransportName): void {
    this.#failures = 0
    this.#worked.add(name)
    if (name !== this.#order[this.#index]) return
    if (this.#index === 0) this.#store(null)
    else if (this.#since === 0) {
      this.#since = this.#now()
      this.#store(JSON.stringify({ name, at: this.#since }))
    }
  }

  /**
   * It ended before hello; `late`: it connected and nothing came, as through a proxy that gathers.
   * True when another transport is to be tried, at once.
   */
  failed(name: TransportName, late: boolean): boolean {
    if (name !== this.#order[this.#index]) return false
    this.#failures += 1
    const tries = this.#worked.has(name) ? triesWhereItWorked : late ? 1 : triesBeforeHello
    return this.#failures >= tries && this.#advance()
  }

  /**
   * It said hello and was cut later; `soon`: again and again that is as good as none, e.g. behind a proxy that
   * ends what takes long. True when another transport is to be tried, at once.
   */
  broke(name: TransportName, soon: boolean): boolean {
    if (name !== this.#order[this.#index]) return false
    this.#brokenSoon = soon ? this.#brokenSoon + 1 : 0
    return this.#brokenSoon >= triesBrokenSoon && this.#advance()
  }

  #advance(): boolean {
    if (this.#order.length < 2) return false
    this.#failures = 0
    this.#brokenSoon = 0
    this.#since = 0
    this.#index = (this.#index + 1) % this.#order.length
    return this.#index > 0
  }

  #remember(): void {
    try {
      const stored: unknown = JSON.parse(this.#memory?.getItem(this.#key) ?? 'null')
      if (typeof stored !== 'object' || stored === null) return
      if (!('name' in stored && 'at' in stored) || typeof stored.at !== 'number') return
      const index = this.#order.findIndex((name) => name === stored.name)
      if (index < 1 || this.#now() - stored.at > rememberedMs) return
      this.#index = index
      this.#since = stored.at
    } catch {
      // Storage may be forbidden or hold what somebody else put there: then nothing is remembered.
    }
  }

  #store(value: string | null): void {
    try {
      if (value === null) this.#memory?.removeItem(this.#key)
      else this.#memory?.setItem(this.#key, value)
    } catch {
      // A full or forbidden storage costs a second try next time, no more.
    }
  }
}

/** The same transports for a page that speaks often. */
export function websocketFirst(order: readonly TransportName[]): readonly TransportName[] {
  if (!order.includes('websocket')) return order
  return ['websocket', ...order.filter((name) => name !== 'websocket')]
}
