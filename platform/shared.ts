// Values that server.ts provides and the pages use, on globalThis (only here). Next bundles the pages as a module
// graph of its own in the same process, so a plain module variable would exist once in each.

const key = Symbol.for('hubbub')

type Holder = typeof globalThis & { [key]?: Map<string, unknown> }

function values(): Map<string, unknown> {
  const holder: Holder = globalThis
  holder[key] ??= new Map()
  return holder[key]
}

interface Shared<T> {
  provide(value: T): void
  /** Throws when the value has not been provided. */
  use(): T
  /** Creates the value if it has not been provided. */
  useOr(make: () => T): T
}

/** A process-wide value by its name: provided once, used from either module graph. */
export function shared<T>(name: string): Shared<T> {
  return {
    provide: (value) => void values().set(name, value),
    use() {
      const value = values().get(name)
      if (value === undefined)
        throw new Error(`"${name}" is not there: pages run behind server.ts only.`)
      return value as T
    },
    useOr(make) {
      // Safe: each name has one type of value.
      const known = values().get(name) as T | undefined
      if (known !== undefined) return known
      const made = make()
      values().set(name, made)
      return made
    },
  }
}
