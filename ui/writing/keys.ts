// The meaning of keys in text fields, shared by all key handlers.
import type { KeyboardEvent as ReactKeyboardEvent } from 'react'

/** Safari's keyCode of a key that has just ended a composition: its `compositionend` comes before the key event. */
const ofInputMethod = 229

/** Whether a key belongs to an input method's composition: then it must not send, close or move anything. */
export function isComposing(event: Event | ReactKeyboardEvent): boolean {
  const key = 'nativeEvent' in event ? event.nativeEvent : event
  if (!(key instanceof KeyboardEvent)) return false
  return key.isComposing || key.keyCode === ofInputMethod
}

/**
 * Whether a key sends the text: Ctrl or Cmd with Enter; with `enterSends` Enter alone too, but not on a
 * touch screen, where there is no Shift for a new line.
 */
export function isSending(event: ReactKeyboardEvent, enterSends: boolean): boolean {
  if (event.key !== 'Enter' || isComposing(event)) return false
  return event.ctrlKey || event.metaKey || (enterSends && !event.shiftKey && !isTouch())
}

function isTouch(): boolean {
  return window.matchMedia('(pointer: coarse)').matches
}
