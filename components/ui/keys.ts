// The one question that every handler of keys asks first.
import type { KeyboardEvent as ReactKeyboardEvent } from 'react'

/** What Safari says of a key that has just ended a composition: its `compositionend` comes before the key. */
const ofInputMethod = 229

/** Whether a key belongs to the composing of a character: then it neither sends nor closes nor moves anything. */
export function isComposing(event: Event | ReactKeyboardEvent): boolean {
  const key = 'nativeEvent' in event ? event.nativeEvent : event
  if (!(key instanceof KeyboardEvent)) return false
  return key.isComposing || key.keyCode === ofInputMethod
}
