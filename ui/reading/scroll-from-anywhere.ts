// For a page with one scrolling part: the mouse wheel scrolls it from anywhere on the page.

const lineHeight = 24

/** Scrolls the element by wheel events on the page's header and content; returns a function that stops it. */
export function scrollFromAnywhere(element: HTMLElement): () => void {
  const turned = (event: WheelEvent): void => {
    const { target, deltaY } = event
    if (event.defaultPrevented || event.ctrlKey || event.shiftKey || deltaY === 0) return
    if (!(target instanceof Element) || element.contains(target)) return
    const isPage = target === document.body || target === document.documentElement
    if (!isPage && !target.closest('body > header, main')) return
    if (scrollsItself(target, deltaY)) return
    element.scrollBy({ top: deltaY * unitOf(event, element), behavior: 'instant' })
  }
  window.addEventListener('wheel', turned, { passive: true })
  return () => window.removeEventListener('wheel', turned)
}

function unitOf({ deltaMode }: WheelEvent, { clientHeight }: HTMLElement): number {
  if (deltaMode === WheelEvent.DOM_DELTA_LINE) return lineHeight
  return deltaMode === WheelEvent.DOM_DELTA_PAGE ? clientHeight : 1
}

function scrollsItself(target: Element, by: number): boolean {
  for (let each: Element | null = target; each; each = each.parentElement) {
    const { scrollTop, scrollHeight, clientHeight } = each
    const canScroll = by < 0 ? scrollTop > 0 : scrollTop + clientHeight < scrollHeight - 1
    const isPage = each === document.documentElement
    if (canScroll && (isPage || /auto|scroll/.test(getComputedStyle(each).overflowY))) return true
  }
  return false
}
