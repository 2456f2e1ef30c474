// Grows a text field with its text where the browser lacks `field-sizing` (Safari before 26.2, Firefox before 152).

/** A longer text has the largest height anyway, and measuring it would be slow. */
const mostMeasured = 5_000

function growsByItself(): boolean {
  return CSS.supports('field-sizing', 'content')
}

/** Gives a field the height of its text. */
export function fit(field: HTMLTextAreaElement): void {
  if (growsByItself()) return
  if (field.textLength > mostMeasured) {
    field.style.height = getComputedStyle(field).maxHeight
    return
  }
  const { parentElement: place, scrollTop } = field
  // The field's parent keeps its height while the field is measured.
  if (place) place.style.minHeight = `${place.offsetHeight}px`
  field.style.height = 'auto'
  const border = field.offsetHeight - field.clientHeight
  field.style.height = `${field.scrollHeight + border}px`
  field.scrollTop = scrollTop
  if (place) place.style.minHeight = ''
}

/** Fits a field to its text and width, at most once a frame, until the returned function is called. */
export function followText(field: HTMLTextAreaElement): () => void {
  if (growsByItself()) return () => undefined
  let frame = 0
  const soon = (): void => {
    frame ||= requestAnimationFrame(() => {
      frame = 0
      fit(field)
    })
  }
  let width = field.offsetWidth
  const observer = new ResizeObserver(() => {
    if (field.offsetWidth === width) return
    width = field.offsetWidth
    soon()
  })
  observer.observe(field)
  field.addEventListener('input', soon)
  return () => {
    cancelAnimationFrame(frame)
    observer.disconnect()
    field.removeEventListener('input', soon)
  }
}
