// Scroll anchoring: keeps what is being read in place, whatever changes above or below it. Browsers do so for some
// changes and directions, and Safari for none, so here it is measured for all: the position of the read element before
// and after a change.
import { marksIn } from './marks.ts'
import type { Mark } from './marks.ts'
import { seek } from './sought.ts'

/** A scroll position: the ids of what was read with their positions, and the scroll offset. */
export interface Place {
  marks: readonly { id: string; top: number }[]
  scrolled: number
}

interface Options {
  /** The element that contains the items. */
  root: HTMLElement
  /** The visible range of it on the screen. */
  view: () => { top: number; bottom: number }
  /** Whether nothing has to be kept at this offset: at the top of a page, at the end of a talk. */
  rests: (scrolled: number) => boolean
  /** Whether a view at rest stays at rest: at the end of a talk it follows the end. */
  staysAtZero: boolean
  /** Called with each new position. */
  onPlace: (place: Place | null) => void
}

/** Browsers scroll by whole pixels: smaller differences cannot be corrected. */
const tolerance = 0.5
const settlingFrames = 5

const interrupting = ['wheel', 'touchmove', 'keydown', 'pointerdown'] as const

export class Steady {
  readonly #scroller: HTMLElement
  readonly #options: Options
  readonly #sizes = new ResizeObserver(() => this.#changed())
  readonly #content = new MutationObserver(() => {
    if (this.#wanted || (!this.#resting && !document.hidden)) this.#changed()
  })
  #marks: Mark[] = []
  #scrolled = 0
  /** The remaining error of the last correction, because a browser scrolls by whole pixels: it must not add up. */
  #rounded = 0
  #resting = true
  #wanted: Place | null = null
  /** Frames until a restored position is final. */
  #settling: number | null = null

  constructor(scroller: HTMLElement, options: Options) {
    this.#scroller = scroller
    this.#options = options
  }

  /** Starts; returns a function that stops it. */
  start(): () => void {
    const { root } = this.#options
    const target = this.#scroller === document.documentElement ? document : this.#scroller
    const scrolled = (): void => this.#moved()
    const interrupted = (): void => this.#giveUp()
    this.#scroller.style.overflowAnchor = 'none'
    this.take()
    this.#sizes.observe(root)
    this.#sizes.observe(this.#scroller)
    this.#content.observe(root, { childList: true, characterData: true, subtree: true })
    target.addEventListener('scroll', scrolled, { passive: true })
    for (const name of interrupting) window.addEventListener(name, interrupted, { passive: true })
    return () => {
      this.#giveUp()
      this.#sizes.disconnect()
      this.#content.disconnect()
      target.removeEventListener('scroll', scrolled)
      for (const name of interrupting) window.removeEventListener(name, interrupted)
    }
  }

  /** Takes what is visible now as what is to be kept. */
  take(): void {
    const { root, view, rests, onPlace } = this.#options
    this.#scrolled = this.#scroller.scrollTop
    this.#resting = rests(this.#scrolled)
    if (this.#resting) {
      this.#marks = []
      this.#rounded = 0
    } else {
      const marks = marksIn(root, view())
      // A dialog over the page hides its items from probing: the known ones are kept.
      this.#marks = marks.length > 0 ? marks : this.#marks.flatMap(whereNow)
    }
    if (!this.#wanted) onPlace(this.#place())
  }

  /** Scrolls to the rest position. */
  rest(): void {
    this.#giveUp()
    this.#scroller.scrollTop = 0
    this.take()
  }

  /** Restores a position, as soon as its items are loaded. */
  goTo(place: Place): void {
    this.#giveUp()
    this.#wanted = place
    this.#seek()
    this.take()
  }

  #seek(): void {
    const place = this.#wanted
    if (!place) return
    const { root } = this.#options
    for (const { id, top } of place.marks) {
      const element = document.getElementById(id)
      if (!element || !root.contains(element)) continue
      seek(null)
      this.#correct(element.getBoundingClientRect().top - top)
      return this.#settle(place)
    }
    const [first] = place.marks
    seek(first?.id ?? null)
    this.#scroller.scrollTop = place.scrolled
    return first ? undefined : this.#settle(place)
  }

  /** Elements around it get their height only near the screen, some frames later. */
  #settle(place: Place): void {
    if (this.#settling !== null) return
    this.#settling = settlingFrames
    const again = (): void => {
      if (this.#wanted !== place || this.#settling === null) return
      this.#seek()
      this.#settling -= 1
      if (this.#settling > 0) requestAnimationFrame(again)
      else this.#giveUp()
      this.take()
    }
    requestAnimationFrame(again)
  }

  #giveUp(): void {
    this.#settling = null
    if (!this.#wanted) return
    this.#wanted = null
    seek(null)
  }

  #changed(): void {
    if (this.#wanted) {
      this.#seek()
      return this.take()
    }
    if (!this.#resting) return this.#moved()
    if (!this.#options.staysAtZero) return undefined
    if (this.#options.rests(this.#scroller.scrollTop)) this.#scroller.scrollTop = 0
    return this.take()
  }

  /** After a scroll, a resize, or both: only what the reader did not scroll is corrected. */
  #moved(): void {
    const { scrollTop } = this.#scroller
    const byReader = this.#wasCutShort(scrollTop) ? 0 : scrollTop - this.#scrolled
    // If the reader scrolls meanwhile, the restoring ends.
    if (Math.abs(byReader) > 1) this.#giveUp()
    if (!this.#wanted && !this.#resting && !this.#options.rests(scrollTop)) {
      const mark = this.#marks.find(({ element }) => isShown(element))
      if (mark) this.#keep(mark.element, mark.top - byReader)
    }
    this.take()
  }

  #keep(element: Element, top: number): void {
    const wanted = top - this.#rounded
    this.#correct(element.getBoundingClientRect().top - wanted)
    const missed = element.getBoundingClientRect().top - wanted
    this.#rounded = Math.abs(missed) < 1 ? missed : 0
  }

  #correct(drift: number): void {
    if (Math.abs(drift) > tolerance) this.#scroller.scrollTop += drift
  }

  /** Whether the browser has scrolled because the content became shorter. */
  #wasCutShort(scrollTop: number): boolean {
    const { scrollHeight, clientHeight } = this.#scroller
    const most = scrollHeight - clientHeight
    return Math.abs(scrollTop) >= most - 1 && Math.abs(this.#scrolled) > most + 1
  }

  #place(): Place | null {
    if (this.#resting) return null
    const marks = this.#marks.flatMap(({ element: { id }, top }) => (id === '' ? [] : { id, top }))
    return { marks, scrolled: this.#scrolled }
  }
}

function isShown(element: Element): boolean {
  return element.isConnected && element.getClientRects().length > 0
}

function whereNow({ element }: Mark): Mark[] {
  return isShown(element) ? [{ element, top: element.getBoundingClientRect().top }] : []
}
