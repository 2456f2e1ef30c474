// Copies of texts in localStorage, each owned by an open page: when another page takes a copy, its owner, if still open, puts it back.

/** How long an open page may take to put its copy back, and a reloading one to take up its text. */
const answerMs = 2_000

export interface Taken {
  text: string
  /** The text is stored elsewhere now. */
  done(): void
  /** The copy is not used, and the next page that looks may take it. */
  leave(): void
}

export class PageCopies {
  readonly #storage: Storage | null
  readonly #own = new Map<string, string>()

  constructor(storage: Storage | null) {
    this.#storage = storage
  }

  /** Defends this page's copies, and reports those of other pages, until the returned function is called. */
  start(others: (name: string, text: string) => void): () => void {
    const defend = ({ key, newValue, storageArea }: StorageEvent): void => {
      if (key === null || storageArea !== this.#storage) return
      const text = this.#own.get(key)
      if (text !== undefined && newValue === null) this.put(key, text)
      if (text === undefined && newValue !== null) others(key, newValue)
    }
    addEventListener('storage', defend)
    return () => removeEventListener('storage', defend)
  }

  /** Stores a copy of this page; an empty text removes it. */
  put(name: string, text: string): boolean {
    if (text === '') {
      this.drop(name)
      return false
    }
    this.#own.set(name, text)
    return this.#storage !== null && put(this.#storage, name, text)
  }

  drop(name: string): void {
    this.#own.delete(name)
    if (this.#storage) put(this.#storage, name, null)
  }

  /** The copies of other pages with this prefix, the newest first. */
  others(begin: string): string[] {
    const names: string[] = []
    try {
      for (let index = 0; index < (this.#storage?.length ?? 0); index += 1) {
        const name = this.#storage?.key(index)
        if (name?.startsWith(begin) && !this.#own.has(name)) names.push(name)
      }
    } catch {
      // Storage may be forbidden.
    }
    return names.toSorted().toReversed()
  }

  /** Takes a copy whose page is gone, holding it under the name `way` meanwhile; null when an open page owns it. */
  async take(name: string, way: string): Promise<Taken | null> {
    const storage = this.#storage
    const text = storage ? get(storage, name) : null
    if (!storage || text === null || !this.put(way, text)) return null
    put(storage, name, null)
    await new Promise((resolve) => setTimeout(resolve, answerMs))
    const begin = name.slice(0, name.lastIndexOf(':') + 1)
    // Its page has put it back, perhaps with more text; or a reloading page has taken it up under its own name.
    const isSomebodys =
      get(storage, name) !== null ||
      this.others(begin).some((other) => get(storage, other) === text)
    if (isSomebodys) {
      this.drop(way)
      return null
    }
    return { text, done: () => this.drop(way), leave: () => void this.#own.delete(way) }
  }
}

/** Storage may be forbidden: then texts live as long as the page. */
export function get(storage: Storage, name: string): string | null {
  try {
    return storage.getItem(name)
  } catch {
    return null
  }
}

/** Null removes. Without room for the text the older one is removed too: it must not pass for the newer. */
export function put(storage: Storage, name: string, text: string | null): boolean {
  try {
    if (text !== null) {
      storage.setItem(name, text)
      return true
    }
  } catch {
    // As above.
  }
  try {
    storage.removeItem(name)
  } catch {
    // As above.
  }
  return false
}
