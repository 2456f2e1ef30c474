// Which transport to try: the best of the list that is not known to get stuck here. What got stuck is remembered over
// loads and tabs, whichever order they have; a better one is tried again beside the one in use.
import type { TransportName } from './transports/transport.ts'

export type Memory = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>

const rememberedMs = 7 * 24 * 60 * 60_000
/** What is older than this may be otherwise now: a better transport is worth a try. */
const freshMs = 10 * 60_000
/** A network that was away for a moment seems to be one that holds back: seen again soon after. */
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
  /** What got stuck here since the page was loaded, and when that was last seen. */
  readonly #seen = new Map<string, number>()
  /** It went down, and nothing has worked since. */
  #fell = false
  /** It went down because nothing came, and has not looked again since. */
  #mayBeWrong = false

  constructor(
    order: readonly TransportName[],
    origin: string,
    memory: Memory | null,
    now: () => number = Date.now,
  ) {
    this.#order = order
    // Where there is no choice there is nothing to remember.
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

  /** Whether the first choice did not work. */
  get fallback(): boolean {
    return this.#index > 0
  }

  /** Those before the one in use, best first. */
  get better(): readonly TransportName[] {
    return this.#order.slice(0, this.#index)
  }

  /** How long until those are worth a try; null: there is none. */
  get lookInMs(): number | null {
    if (this.#index === 0) return null
    if (this.#mayBeWrong) return secondLookMs
    const stuck = this.#read()
    const seenAt = this.better.map((name) =>
      Math.max(stuck.get(name) ?? 0, this.#seen.get(name) ?? 0),
    )
    return Math.max(0, Math.min(...seenAt) + freshMs - this.#now())
  }

  /** A better one works again: it is the choice from now on. */
  upgrade(name: TransportName): void {
    this.#index = Math.max(0, this.#order.indexOf(name))
    this.#failures = 0
    this.#brokenSoon = 0
    this.#remember([name], false)
  }

  /** Those were tried again, and still get stuck. */
  stay(): void {
    this.#mayBeWrong = false
    this.#remember(this.better, true)
  }

  /** It said hello. */
  worked(name: TransportName): void {
    this.#failures = 0
    this.#worked.add(name)
    if (name !== this.#order[this.#index]) return
    this.#remember([name], false)
    // Only now: while nothing works, none of them is known to be worse than the others.
    if (this.#fell) this.#remember(this.better, true)
    this.#fell = false
  }

  /**
   * It ended before hello; `late`: it connected and nothing came, as through a proxy that gathers.
   * True when another transport is to be tried, at once.
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
    this.#index = (this.#index + 1) % this.#order.length
    this.#fell = this.#index > 0
    return this.#index > 0
  }

  /** Which got stuck, and when that was last seen. */
  #read(): Map<string, number> {
    try {
      const stored: unknown = JSON.parse(this.#memory?.getItem(this.#key) ?? 'null')
      if (typeof stored !== 'object' || stored === null) return new Map()
      const isRecent = ([, at]: [string, unknown]): boolean =>
        typeof at === 'number' && at <= this.#now() && this.#now() - at < rememberedMs
      return new Map(Object.entries(stored).filter(isRecent) as [string, number][])
    } catch {
      // Storage may be forbidden or hold what somebody else put there: then nothing is remembered.
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
      // A full or forbidden storage costs a second try next time, no more.
    }
  }
}

/** The same transports for a page that speaks often. */
export function websocketFirst(order: readonly TransportName[]): readonly TransportName[] {
  if (!order.includes('websocket')) return order
  return ['websocket', ...order.filter((name) => name !== 'websocket')]
}
