// The page as a whole: what is read on it stays where it is, and going back leads to where one was.
import { keepPlace, placeAt, placeKey, writePlaces } from './places.ts'
import { Steady } from './steady.ts'

export class PagePlaces {
  readonly #steady: Steady
  #key: string | null = null
  /** The address whose content is shown, without its part. */
  #address = ''

  constructor(root: HTMLElement) {
    this.#steady = new Steady(document.documentElement, {
      root,
      view: seen,
      rests: (scrolled) => scrolled <= 0,
      staysAtZero: false,
      onPlace: (place) => {
        if (this.#key !== null) keepPlace(this.#key, place)
      },
    })
  }

  /** Begins; returns how to end it. */
  start(): () => void {
    const stop = this.#steady.start()
    const begun = (): void => {
      history.scrollRestoration = 'manual'
    }
    // Until the scripts of the next page run, the browser's own way is the better one.
    const left = (): void => {
      history.scrollRestoration = 'auto'
      writePlaces()
    }
    const hidden = (): void => {
      if (document.visibilityState === 'hidden') writePlaces()
    }
    // From one part of a page to another nothing is rendered.
    const turned = (): void => {
      if (addressNow() === this.#address && placeKey('page') !== this.#key) this.turn()
    }
    begun()
    window.addEventListener('popstate', turned)
    window.addEventListener('pageshow', begun)
    window.addEventListener('pagehide', left)
    document.addEventListener('visibilitychange', hidden)
    return () => {
      stop()
      window.removeEventListener('popstate', turned)
      window.removeEventListener('pageshow', begun)
      window.removeEventListener('pagehide', left)
      document.removeEventListener('visibilitychange', hidden)
    }
  }

  /** Another entry of the history is shown: goes to where one was on it, or to its top. */
  turn(): void {
    const isFirst = this.#key === null
    this.#key = placeKey('page')
    this.#address = addressNow()
    const place = placeAt(this.#key)
    if (place) this.#steady.goTo(place)
    else if (!isFirst && location.hash === '') this.#steady.rest()
    else this.#steady.take()
  }
}

function addressNow(): string {
  return location.pathname + location.search
}

function seen(): { top: number; bottom: number } {
  const header = document.querySelector('body > header')?.getBoundingClientRect().bottom ?? 0
  return { top: Math.max(0, header), bottom: window.innerHeight }
}
