// The one place that touches globalThis: what server.ts makes and the pages use. Next bundles the pages as a
// module graph of its own in the same process, so a plain module variable would exist once in each.

const key = Symbol.for('hubbub')

type Holder = typeof globalThis & { [key]?: Map<string, unknown> }

function values(): Map<string, unknown> {
  const holder: Holder = globalThis
  holder[key] ??= new Map()
  return holder[key]
}

interface Shared<T> {
  provide(value: T): void
  /** Throws when it is not there. */
  use(): T
  /** Makes it where it is not there. */
  useOr(make: () => T): T
}

/** A value of the process by its name: provided once, used from either module graph. */
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
      // Under one name there is one kind of value.
      const known = values().get(name) as T | undefined
      if (known !== undefined) return known
      const made = make()
      values().set(name, made)
      return made
    },
  }
}
