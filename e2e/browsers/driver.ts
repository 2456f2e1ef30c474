// What the smoke suite asks of a browser, whichever it is and however it is driven.

/** One tab as the driver gives it. */
export interface RawTab {
  goto(address: string): Promise<void>
  back(): Promise<void>
  /** Runs the source of a function in the page with one argument; what it resolves with must be JSON. */
  run(source: string, argument: unknown): Promise<unknown>
  /** Presses and lets go of these keys, one after the other: characters, or WebDriver's codes. */
  keys(keys: readonly string[]): Promise<void>
  close(): Promise<void>
}

export interface Browser {
  name: string
  newTab(): Promise<RawTab>
  /** Nobody is signed in any more, and nothing is remembered. */
  forget(): Promise<void>
  close(): Promise<void>
}

/** WebDriver's codes of the keys that are no characters. */
export const key = { enter: '\uE007', left: '\uE012' } as const

const limitMs = 20_000
const everyMs = 100

export class Tab {
  readonly raw: RawTab

  constructor(raw: RawTab) {
    this.raw = raw
  }

  goto(address: string): Promise<void> {
    return this.raw.goto(address)
  }

  async run<A, R>(inPage: (argument: A) => R | Promise<R>, argument: A): Promise<R> {
    // What runs TypeScript wraps functions in a call that a page does not know.
    const source = `(argument) => { const __name = (each) => each; return (${inPage.toString()})(argument) }`
    return (await this.raw.run(source, argument)) as R
  }

  /** Waits until a function in the page gives true. */
  async until<A>(
    what: string,
    inPage: (argument: A) => boolean,
    argument: A,
    limit = limitMs,
  ): Promise<void> {
    const end = Date.now() + limit
    let problem: unknown = null
    while (Date.now() < end) {
      try {
        if (await this.run(inPage, argument)) return
      } catch (error) {
        // Between two pages there is none to ask.
        problem = error
      }
      await new Promise((resolve) => setTimeout(resolve, everyMs))
    }
    throw new Error(`waited in vain: ${what}${problem ? ` (${String(problem)})` : ''}`)
  }

  untilText(text: string, limit = limitMs): Promise<void> {
    const shows = (words: string): boolean => document.body.innerText.includes(words)
    return this.until(`"${text}" on the page`, shows, text, limit)
  }

  /** Waits for a button, link or menu item by its name, and presses it. */
  async press(name: string): Promise<void> {
    await this.until(
      `something to press called ${name}`,
      (wanted) => {
        const all = [...document.querySelectorAll<HTMLElement>('button, a, [role=menuitem]')]
        const nameOf = (each: HTMLElement): string =>
          each.getAttribute('aria-label') ?? each.textContent.trim()
        const found = all.find((each) => nameOf(each) === wanted && each.checkVisibility())
        found?.click()
        return found !== undefined
      },
      name,
    )
  }

  /** Waits for a field by its name, and puts the caret into it. */
  async focus(name: string): Promise<void> {
    await this.until(
      `a field called ${name}`,
      (wanted) => {
        const all = [...document.querySelectorAll<HTMLInputElement>('input, textarea')]
        const found = all.find((each) =>
          [
            each.getAttribute('aria-label'),
            ...[...(each.labels ?? [])].map((label) => label.textContent),
          ].some((text) => text?.trim().startsWith(wanted)),
        )
        found?.focus()
        return found !== undefined && document.activeElement === found
      },
      name,
    )
  }

  async write(name: string, text: string): Promise<void> {
    await this.focus(name)
    await this.raw.keys([...text])
  }

  /** What stands in the field that has the caret. */
  value(): Promise<string> {
    return this.run(() => (document.activeElement as HTMLTextAreaElement).value, null)
  }

  untilLive(limit = limitMs): Promise<void> {
    const isLive = (): boolean =>
      document.querySelector('[aria-label^="Connection: Live"]') !== null
    return this.until('live', isLive, null, limit)
  }
}
