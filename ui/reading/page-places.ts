// The page's scroll position: what is being read stays in place, and going back restores the position.
import { keepPlace, placeAt, placeKey, writePlaces } from './places.ts'
import { Steady } from './steady.ts'

export class PagePlaces {
  readonly #steady: Steady
  #key: string | null = null
  /** The URL of the shown content, without its hash. */
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

  /** Starts; returns a function that stops it. */
  start(): () => void {
    const stop = this.#steady.start()
    const begun = (): void => {
      history.scrollRestoration = 'manual'
    }
    // After the page is left, the browser restores positions until the next page's scripts run.
    const left = (): void => {
      history.scrollRestoration = 'auto'
      writePlaces()
    }
    const hidden = (): void => {
      if (document.visibilityState === 'hidden') writePlaces()
    }
    // Navigation between hashes of one page renders nothing.
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

  /** Another history entry is shown: scrolls to its last position, or to the top. */
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
