// One timer for the heartbeats of all connections, which are spread over slots: a timer per connection would cost
// memory, and heartbeats all at once would be a burst.

/** Slots in one interval. */
const slots = 16

export interface Heartbeat {
  beat(): void
}

export class Heartbeats {
  readonly #stepMs: number
  readonly #wheel: Set<Heartbeat>[] = Array.from({ length: slots }, () => new Set())
  #at = 0
  #size = 0
  #timer: NodeJS.Timeout | undefined

  /** Each member's `beat` is called every `everyMs`, first after about that long. */
  constructor(everyMs: number) {
    this.#stepMs = everyMs / slots
  }

  /** Returns the slot, which `leave` needs. */
  join(beating: Heartbeat): number {
    const slot = this.#at
    this.#wheel[slot]?.add(beating)
    this.#size += 1
    this.#timer ??= setInterval(() => this.#step(), this.#stepMs)
    return slot
  }

  leave(beating: Heartbeat, slot: number): void {
    if (this.#wheel[slot]?.delete(beating) !== true) return
    this.#size -= 1
    if (this.#size > 0) return
    clearInterval(this.#timer)
    this.#timer = undefined
  }

  #step(): void {
    this.#at = (this.#at + 1) % slots
    for (const beating of this.#wheel[this.#at] ?? []) beating.beat()
  }
}
