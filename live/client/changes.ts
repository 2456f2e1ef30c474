// Who wants to know when something changed: listeners by key, told once for many changes.

/** How soon listeners hear: a person's own change at once, what the network brings gathered. */
export type Timing = 'now' | 'gathered'

const gatherMs = 4

/** Counts the changes of each key, and tells its listeners after the current batch. */
export class Changes {
  readonly #listeners = new Map<string, Set<() => void>>()
  readonly #versions = new Map<string, number>()
  readonly #touched = new Set<string>()
  #microtask = false
  #timer: ReturnType<typeof setTimeout> | null = null
  #timing: Timing = 'now'

  /** How often the key has changed. */
  version(key: string): number {
    return this.#versions.get(key) ?? 0
  }

  subscribe(key: string, listener: () => void): () => void {
    const listeners = this.#listeners.get(key) ?? new Set()
    this.#listeners.set(key, listeners.add(listener))
    return () => {
      listeners.delete(listener)
      if (listeners.size === 0 && this.#listeners.get(key) === listeners)
        this.#listeners.delete(key)
    }
  }

  /** Notes that what a key stands for is different now. */
  readonly touch = (key: string): void => {
    this.#versions.set(key, this.version(key) + 1)
    this.#touched.add(key)
    this.#plan()
  }

  /** Runs what the network brought: one WebSocket message is one task, several belong together. */
  gather(work: () => void): void {
    this.#timing = 'gathered'
    try {
      work()
    } finally {
      this.#timing = 'now'
    }
  }

  /** Tells everybody now. */
  flush(): void {
    if (this.#timer !== null) clearTimeout(this.#timer)
    this.#timer = null
    const keys = [...this.#touched]
    this.#touched.clear()
    const heard = new Set<() => void>()
    for (const key of keys) for (const each of this.#listeners.get(key) ?? []) heard.add(each)
    for (const listener of heard) listener()
  }

  #plan(): void {
    if (this.#timing === 'gathered') {
      this.#timer ??= setTimeout(() => this.flush(), gatherMs)
    } else if (!this.#microtask) {
      this.#microtask = true
      queueMicrotask(() => {
        this.#microtask = false
        this.flush()
      })
    }
  }
}

/**
 * A reading of some keys that stays the same object while nothing that it shows has changed.
 * `first` is what was shown before, so that a page's own values cause no second rendering.
 */
export function selector<T>(
  changes: Changes,
  keys: readonly string[],
  compute: () => T,
  same: (a: T, b: T) => boolean,
  first: T,
): () => T {
  let seen = ''
  let value = first
  return () => {
    const versions = keys.map((key) => changes.version(key)).join()
    if (versions === seen) return value
    seen = versions
    const next = compute()
    if (!same(value, next)) value = next
    return value
  }
}
