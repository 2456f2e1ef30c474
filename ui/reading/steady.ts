// Keeps what is read where it is on the screen, whatever changes above or below it. Browsers do it for some changes and
// some directions, and Safari for none, so here it is measured for all: where the element stood that is read, and where
// it stands after the change.
import { marksIn } from './marks.ts'
import type { Mark } from './marks.ts'
import { seek } from './sought.ts'

/** Where somebody was: what they read, by its id, and how far the whole was scrolled. */
export interface Place {
  marks: readonly { id: string; top: number }[]
  scrolled: number
}

interface Options {
  /** What holds the items. */
  root: HTMLElement
  /** What of the screen is seen of it. */
  view: () => { top: number; bottom: number }
  /** Whether one is where nothing has to be kept: at the top of a page, at the end of a talk. */
  rests: (scrolled: number) => boolean
  /** Whether one who rests goes on to do so: the end of a talk moves. */
  staysAtZero: boolean
  /** Told of each place. */
  onPlace: (place: Place | null) => void
}

/** Browsers scroll by whole pixels: what is less is not to be had. */
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
  /** How far what is read is from where it belongs, because a browser scrolls by whole pixels: never added up. */
  #rounded = 0
  #resting = true
  #wanted: Place | null = null
  /** Frames until what was found stands for sure. */
  #settling: number | null = null

  constructor(scroller: HTMLElement, options: Options) {
    this.#scroller = scroller
    this.#options = options
  }

  /** Begins to keep; returns how to end it. */
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

  /** Takes what is seen now for what is to be kept. */
  take(): void {
    const { root, view, rests, onPlace } = this.#options
    this.#scrolled = this.#scroller.scrollTop
    this.#resting = rests(this.#scrolled)
    if (this.#resting) {
      this.#marks = []
      this.#rounded = 0
    } else {
      const marks = marksIn(root, view())
      // A question over the page hides it from being looked at, but not from being kept.
      this.#marks = marks.length > 0 ? marks : this.#marks.flatMap(whereNow)
    }
    if (!this.#wanted) onPlace(this.#place())
  }

  /** Goes to where nothing has to be kept. */
  rest(): void {
    this.#giveUp()
    this.#scroller.scrollTop = 0
    this.take()
  }

  /** Goes back to a place, as soon as what was read there is loaded. */
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

  /** What is around it gets its height only when it comes near the screen, some frames later. */
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

  /** Something was scrolled, or changed its size, or both at once: only what nobody scrolled is taken back. */
  #moved(): void {
    const { scrollTop } = this.#scroller
    const byReader = this.#wasCutShort(scrollTop) ? 0 : scrollTop - this.#scrolled
    // Whoever goes elsewhere meanwhile is not called back.
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

  /** There is less to scroll than before, and the browser did. */
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
