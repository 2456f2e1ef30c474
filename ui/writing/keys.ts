// What a key means to a field: every handler of keys asks here first.
import type { KeyboardEvent as ReactKeyboardEvent } from 'react'

/** What Safari says of a key that has just ended a composition: its `compositionend` comes before the key. */
const ofInputMethod = 229

/** Whether a key belongs to the composing of a character: then it neither sends nor closes nor moves anything. */
export function isComposing(event: Event | ReactKeyboardEvent): boolean {
  const key = 'nativeEvent' in event ? event.nativeEvent : event
  if (!(key instanceof KeyboardEvent)) return false
  return key.isComposing || key.keyCode === ofInputMethod
}

/**
 * Whether a key sends what is written: Enter with Ctrl or Cmd does; where `enterSends`, Enter alone does too, but not on a
 * touch screen, where there is no Shift to begin a new line with.
 */
export function isSending(event: ReactKeyboardEvent, enterSends: boolean): boolean {
  if (event.key !== 'Enter' || isComposing(event)) return false
  return event.ctrlKey || event.metaKey || (enterSends && !event.shiftKey && !isTouch())
}

function isTouch(): boolean {
  return window.matchMedia('(pointer: coarse)').matches
}
