// Finds the elements being read: those at the upper edge of the visible area. It probes positions on the screen, so
// that a long list costs no more than a short one.

/** An element being read, and its position on the screen. */
export interface Mark {
  element: Element
  top: number
}

/** The elements that count as one item. Anything above the page, like a form at its lower edge, is not among them. */
const items = '.cm-line, li, p, pre, form, fieldset, h1, h2, h3, [role=separator]'
const afloat = '[data-afloat]'
const most = 8
const firstStep = 8
const longestStep = 128

/** From the top: first the items that begin within the view, last those that begin above it. */
export function marksIn(root: Element, view: { top: number; bottom: number }): Mark[] {
  const begun: Mark[] = []
  const cut: Mark[] = []
  const { left, width } = root.getBoundingClientRect()
  let step = firstStep
  for (let y = view.top + 1; y < view.bottom && begun.length < most;) {
    const found = itemAt(root, left + width / 2, y)
    if (!found) {
      y += step
      step = Math.min(step * 2, longestStep)
      continue
    }
    step = firstStep
    // The items after it stand below it.
    for (let item: Element | null = found; item && begun.length < most;) {
      const { top, bottom, height } = item.getBoundingClientRect()
      if (top >= view.bottom) return [...begun, ...cut]
      if (height > 0 && !item.matches(afloat))
        (top < view.top ? cut : begun).push({ element: item, top })
      y = Math.max(y, bottom) + 1
      item = item.nextElementSibling
    }
  }
  return [...begun, ...cut]
}

function itemAt(root: Element, x: number, y: number): Element | null {
  for (const hit of document.elementsFromPoint(x, y)) {
    if (hit === root || !root.contains(hit) || hit.closest(afloat)) continue
    const item = hit.closest('article') ?? hit.closest(items)
    if (item && item !== root && root.contains(item)) return item
  }
  return null
}
