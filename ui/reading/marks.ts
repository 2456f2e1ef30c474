// Which elements are read: those at the upper edge of what is seen. Found by where they are on the screen, so that it
// costs the same in a short list and in a long one.

/** An element that is read, and where it stands on the screen. */
export interface Mark {
  element: Element
  top: number
}

/** What is looked at as a whole. Whatever lies over the page, like what is typed at its lower edge, is none of it. */
const items = '.cm-line, li, p, pre, form, fieldset, h1, h2, h3, [role=separator]'
const afloat = '[data-afloat]'
const most = 8
const firstStep = 8
const longestStep = 128

/** From above: first what is seen from its beginning, last what began further up. */
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
    // Those after it stand below it.
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
