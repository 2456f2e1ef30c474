// The pace: how often the viewer wants updates. Live, once a minute, or on request. Stored for this browser, the same
// in all its tabs.

export const paces = ['live', 'minute', 'off'] as const
export type Pace = (typeof paces)[number]

const key = 'hubbub:pace'

export class KeptPace {
  readonly #storage: Storage | null

  constructor(storage: Storage | null) {
    this.#storage = storage
  }

  read(): Pace {
    try {
      return toPace(this.#storage?.getItem(key))
    } catch {
      // Storage may be forbidden; then the choice lasts as long as the page.
      return 'live'
    }
  }

  write(pace: Pace): void {
    try {
      this.#storage?.setItem(key, pace)
    } catch {
      // As above.
    }
  }

  /** Calls back when another tab has changed the pace, until the returned function is called. */
  watch(chosen: (pace: Pace) => void): () => void {
    if (typeof window === 'undefined') return () => undefined
    const heard = (event: StorageEvent): void => {
      if (event.key === key) chosen(toPace(event.newValue))
    }
    window.addEventListener('storage', heard)
    return () => window.removeEventListener('storage', heard)
  }
}

function toPace(text: string | null | undefined): Pace {
  return paces.find((pace) => pace === text) ?? 'live'
}
