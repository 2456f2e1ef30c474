// How a field grows where the browser does not do it by itself (`field-sizing`: Safari before 26.2, Firefox before 152).

/** With so many characters it has its largest height anyway, and measuring would cost more with each. */
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
  // What is around it stands still while it is measured.
  if (place) place.style.minHeight = `${place.offsetHeight}px`
  field.style.height = 'auto'
  const border = field.offsetHeight - field.clientHeight
  field.style.height = `${field.scrollHeight + border}px`
  field.scrollTop = scrollTop
  if (place) place.style.minHeight = ''
}

/** Fits a field once a frame to what is written in it, and to its width, until the returned function is called. */
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
