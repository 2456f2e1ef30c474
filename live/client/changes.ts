// Change notifications: listeners by key, called once for a batch of changes.

/** When listeners are called: for the viewer's own changes at once, for events from the network in batches. */
export type Timing = 'now' | 'gathered'

const gatherMs = 4

/** Counts the changes of each key, and calls its listeners after the current batch. */
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

  /** Marks a key's value as changed. */
  readonly touch = (key: string): void => {
    this.#versions.set(key, this.version(key) + 1)
    this.#touched.add(key)
    this.#plan()
  }

  /** Batches the changes made by `work`: WebSocket messages that arrive together come as separate tasks. */
  gather(work: () => void): void {
    this.#timing = 'gathered'
    try {
      work()
    } finally {
      this.#timing = 'now'
    }
  }

  /** Calls the listeners of all changed keys now. */
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
 * A memoized computation over some keys: returns the same object until its value differs by `same`.
 * `first` is the value that the page was rendered with, so that hydration causes no second rendering.
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
