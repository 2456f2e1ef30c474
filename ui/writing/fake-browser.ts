// For tests of unsent text: one browser with several pages, its storage, fields and events.
import { vi } from 'vitest'
import { ComposerTexts } from './composer-text.ts'

/** One browser's storage, with storage events on every page except the one that wrote. */
export class FakeStorage implements Storage {
  readonly items = new Map<string, string>()
  full = false

  get length(): number {
    return this.items.size
  }
  clear(): void {
    this.items.clear()
  }
  key(index: number): string | null {
    return [...this.items.keys()][index] ?? null
  }
  getItem(name: string): string | null {
    return this.items.get(name) ?? null
  }
  setItem(name: string, text: string): void {
    if (this.full) throw new DOMException('no room', 'QuotaExceededError')
    this.items.set(name, text)
  }
  removeItem(name: string): void {
    this.items.delete(name)
  }
}

export class FakeField {
  readonly given: string
  value: string

  constructor(value = '') {
    this.given = value
    this.value = value
  }
  read(): string {
    return this.value
  }
  write(text: string): void {
    this.value = text
  }
}

export const local = new FakeStorage()
const open = new Set<EventTarget>()

/** A page of a tab: `session` belongs to the tab, `local` to all. */
export class FakePage {
  readonly texts: ComposerTexts
  readonly #events = new EventTarget()
  #end: () => void

  constructor(session: FakeStorage, owner = 'ada') {
    const events = this.#events
    open.add(events)
    // A page gets no events for its own changes.
    const own = new Proxy(local, {
      get: (target, name) => {
        if (name === 'removeItem') {
          return (key: string) => {
            const had = target.items.has(key)
            target.removeItem(key)
            if (had) tell(events, key, null)
          }
        }
        if (name === 'setItem') {
          return (key: string, text: string) => {
            const had = target.items.get(key)
            target.setItem(key, text)
            if (had !== text) tell(events, key, text)
          }
        }
        const value: unknown = Reflect.get(target, name, target)
        return typeof value === 'function' ? (value.bind(target) as unknown) : value
      },
    })
    vi.stubGlobal('addEventListener', (name: string, heard: (event: Event) => void) =>
      events.addEventListener(name, (event) => {
        Object.assign(event, { storageArea: own })
        heard(event)
      }),
    )
    vi.stubGlobal('removeEventListener', () => undefined)
    vi.stubGlobal('document', {
      addEventListener: () => undefined,
      removeEventListener: () => undefined,
    })
    this.texts = new ComposerTexts(owner, { session, local: own })
    this.#end = this.texts.start()
  }

  /** Fires the events in order, so that unsent text is stored. */
  close(): void {
    this.#end()
    open.delete(this.#events)
  }

  crash(): void {
    open.delete(this.#events)
  }
}

function tell(from: EventTarget, key: string, newValue: string | null): void {
  for (const each of open) {
    if (each === from) continue
    const event = Object.assign(new Event('storage'), { key, newValue })
    queueMicrotask(() => each.dispatchEvent(event))
  }
}

/** Resets to before the first page was opened. */
export function clearBrowser(): void {
  local.clear()
  local.full = false
  open.clear()
}
