// The one place that touches globalThis: what server.ts makes and the pages use. Next bundles the pages as a
// module graph of its own in the same process, so a plain module variable would exist once in each.

const key = Symbol.for('hubbub')

type Shared = typeof globalThis & { [key]?: Map<string, unknown> }

function values(): Map<string, unknown> {
  const holder: Shared = globalThis
  holder[key] ??= new Map()
  return holder[key]
}

/** A value of the process by its name: provided once, used from either module graph. */
export function shared<T>(name: string): { provide(value: T): void; use(): T } {
  return {
    provide: (value) => void values().set(name, value),
    use() {
      const value = values().get(name)
      if (value === undefined)
        throw new Error(`"${name}" is not there: pages run behind server.ts only.`)
      return value as T
    },
  }
}
