// One timer for all who must be heard from now and then, each in a slot of its own time: a timer for each of
// thousands costs memory, and all at once would be a burst.

/** Slots in a round. */
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

  /** Each is called once in `everyMs`, the first time after about so long. */
  constructor(everyMs: number) {
    this.#stepMs = everyMs / slots
  }

  /** Calls until the returned slot is left. */
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
