// Chooses the transport: the best of the list that is not known to get stuck on this network. Stuck transports are
// remembered over reloads and tabs; better ones are retried while the one in use stays open.
import type { TransportName } from './transports/transport.ts'

export type Memory = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>

const rememberedMs = 7 * 24 * 60 * 60_000
/** After this time a stuck transport is worth another try. */
const freshMs = 10 * 60_000
/** A short network outage looks like a proxy that buffers, so the first retry comes soon. */
const secondLookMs = 10_000
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
  /** Transports that got stuck since the page was loaded, with the time of the last failure. */
  readonly #seen = new Map<string, number>()
  /** A fallback was chosen, and no transport has worked since. */
  #fell = false
  /** A fallback was chosen because hello did not come, and the better ones have not been retried since. */
  #mayBeWrong = false

  constructor(
    order: readonly TransportName[],
    origin: string,
    memory: Memory | null,
    now: () => number = Date.now,
  ) {
    this.#order = order
    // With a single transport there is nothing to remember.
    this.#memory = order.length > 1 ? memory : null
    this.#key = `hubbub:stuck:${origin}`
    this.#now = now
    const stuck = this.#read()
    this.#index = Math.max(
      0,
      order.findIndex((name) => !stuck.has(name)),
    )
  }

  /** The transport to open next; undefined when there is none at all. */
  next(): TransportName | undefined {
    return this.#order[this.#index]
  }

  /** Whether the preferred transport did not work. */
  get fallback(): boolean {
    return this.#index > 0
  }

  /** The transports better than the one in use, best first. */
  get better(): readonly TransportName[] {
    return this.#order.slice(0, this.#index)
  }

  /** Milliseconds until a better transport is worth a try; null: there is none. */
  get lookInMs(): number | null {
    if (this.#index === 0) return null
    if (this.#mayBeWrong) return secondLookMs
    const stuck = this.#read()
    const seenAt = this.better.map((name) =>
      Math.max(stuck.get(name) ?? 0, this.#seen.get(name) ?? 0),
    )
    return Math.max(0, Math.min(...seenAt) + freshMs - this.#now())
  }

  /** A better transport works again: it is the choice from now on. */
  upgrade(name: TransportName): void {
    this.#index = Math.max(0, this.#order.indexOf(name))
    this.#failures = 0
    this.#brokenSoon = 0
    this.#remember([name], false)
  }

  /** The better transports were retried, and still get stuck. */
  stay(): void {
    this.#mayBeWrong = false
    this.#remember(this.better, true)
  }

  /** Hello came over this transport. */
  worked(name: TransportName): void {
    this.#failures = 0
    this.#worked.add(name)
    if (name !== this.#order[this.#index]) return
    this.#remember([name], false)
    // Only now: while nothing works, the cause may be the network and not these transports.
    if (this.#fell) this.#remember(this.better, true)
    this.#fell = false
  }

  /**
   * The stream ended before hello; `late`: hello did not come in time, as with a proxy that buffers.
   * True when another transport should be tried at once.
   */
  failed(name: TransportName, late: boolean): boolean {
    if (name !== this.#order[this.#index]) return false
    this.#failures += 1
    const tries = this.#worked.has(name) ? triesWhereItWorked : late ? 1 : triesBeforeHello
    if (this.#failures < tries) return false
    const isOther = this.#advance()
    this.#mayBeWrong = isOther
    return isOther
  }

  /**
   * The stream was cut after hello; `soon`: shortly after, which counts as a failure when repeated, e.g. behind a proxy
   * that cuts long responses. True when another transport should be tried at once.
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
    this.#index = (this.#index + 1) % this.#order.length
    this.#fell = this.#index > 0
    return this.#index > 0
  }

  /** The remembered stuck transports, with the time of the last failure. */
  #read(): Map<string, number> {
    try {
      const stored: unknown = JSON.parse(this.#memory?.getItem(this.#key) ?? 'null')
      if (typeof stored !== 'object' || stored === null) return new Map()
      const isRecent = ([, at]: [string, unknown]): boolean =>
        typeof at === 'number' && at <= this.#now() && this.#now() - at < rememberedMs
      return new Map(Object.entries(stored).filter(isRecent) as [string, number][])
    } catch {
      // Storage may be forbidden or hold a foreign value: then nothing is remembered.
      return new Map()
    }
  }

  #remember(names: readonly TransportName[], isStuck: boolean): void {
    for (const name of names) {
      if (isStuck) this.#seen.set(name, this.#now())
      else this.#seen.delete(name)
    }
    if (!this.#memory) return
    const stuck = this.#read()
    if (!isStuck && !names.some((name) => stuck.has(name))) return
    for (const name of names) {
      if (isStuck) stuck.set(name, this.#now())
      else stuck.delete(name)
    }
    try {
      if (stuck.size === 0) this.#memory.removeItem(this.#key)
      else this.#memory.setItem(this.#key, JSON.stringify(Object.fromEntries(stuck)))
    } catch {
      // Full or forbidden storage only costs another try on the next page.
    }
  }
}

/** The order of transports for a page that sends often. */
export function websocketFirst(order: readonly TransportName[]): readonly TransportName[] {
  if (!order.includes('websocket')) return order
  return ['websocket', ...order.filter((name) => name !== 'websocket')]
}
