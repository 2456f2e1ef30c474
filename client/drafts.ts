// What somebody has begun to write, kept over reloads until it is sent.

const prefix = 'hubbub:draft:'

export class Drafts {
  readonly #texts = new Map<string, string>()
  readonly #owner: string
  readonly #storage: Storage | null
  readonly #touch: (key: string) => void

  /** `owner`: drafts of different people on one device stay apart. */
  constructor(owner: string, storage: Storage | null, touch: (key: string) => void) {
    this.#owner = owner
    this.#storage = storage
    this.#touch = touch
  }

  get(key: string): string {
    const known = this.#texts.get(key)
    if (known !== undefined) return known
    let text = ''
    try {
      text = this.#storage?.getItem(this.#nameOf(key)) ?? ''
    } catch {
      // Storage may be forbidden; then drafts live as long as the page.
    }
    this.#texts.set(key, text)
    return text
  }

  set(key: string, text: string): void {
    this.#texts.set(key, text)
    try {
      if (text === '') this.#storage?.removeItem(this.#nameOf(key))
      else this.#storage?.setItem(this.#nameOf(key), text)
    } catch {
      // As above.
    }
    this.#touch(`draft:${key}`)
  }

  #nameOf(key: string): string {
    return `${prefix}${this.#owner}:${key}`
  }
}
