// Splits a long list into blocks: a change of one item then makes React render one block, not the whole list. An item
// stays in its block when the list grows at either end.

const size = 20

export interface Block<T> {
  key: number
  items: readonly T[]
}

export class Blocks {
  readonly #blockOf = new Map<string, number>()
  readonly #sizes = new Map<number, number>()
  #first = 0
  #last = 0

  /** The list in blocks; the next call with a changed list keeps known items in their blocks. */
  of<T extends { id: string }>(list: readonly T[]): Block<T>[] {
    this.#take(list)
    const blocks: { key: number; items: T[] }[] = []
    for (const item of list) {
      const key = this.#blockOf.get(item.id) ?? 0
      const block = blocks.at(-1)
      if (block?.key === key) block.items.push(item)
      else blocks.push({ key, items: [item] })
    }
    return blocks
  }

  #take(list: readonly { id: string }[]): void {
    const known = list.findIndex(({ id }) => this.#blockOf.has(id))
    // New items at the top join the first block, from below; those elsewhere join the block before them.
    for (const { id } of list.slice(0, Math.max(0, known)).toReversed()) {
      if ((this.#sizes.get(this.#first) ?? 0) >= size) this.#first -= 1
      this.#put(id, this.#first)
    }
    let before = this.#first
    for (const { id } of list.slice(Math.max(0, known))) {
      const block = this.#blockOf.get(id)
      if (block === undefined) {
        const isFull = (this.#sizes.get(before) ?? 0) >= size
        if (isFull && before === this.#last) this.#last += 1
        if (isFull && before + 1 === this.#last) before = this.#last
        this.#put(id, before)
      } else before = block
    }
  }

  #put(id: string, block: number): void {
    this.#blockOf.set(id, block)
    this.#sizes.set(block, (this.#sizes.get(block) ?? 0) + 1)
  }
}
