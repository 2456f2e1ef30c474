'use client'
// Connects a text field to its stored unsent text. React never sets the field's text, because that would disturb typing, composition and undo.
import { useCallback, useEffect, useLayoutEffect } from 'react'
import type { RefObject } from 'react'
import { useComposerTexts } from './composer-texts-provider.tsx'

/**
 * Stores a field's text under a key, over reloads. `written` is called at first, and after each change that is not typed.
 * `given`: the field's initial text.
 */
export function useComposerText(
  key: string,
  field: RefObject<HTMLTextAreaElement | null>,
  written: (field: HTMLTextAreaElement) => void,
  given = '',
): { changed: () => void; forget: () => void } {
  const composerTexts = useComposerTexts()
  useLayoutEffect(() => {
    const element = field.current
    if (!element) return undefined
    const end = composerTexts.open(key, {
      given,
      read: () => element.value,
      write: (text) => {
        element.value = text
        written(element)
      },
    })
    written(element)
    return end
    // A later value of `given` changes nothing.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [composerTexts, key, field])
  const changed = useCallback(() => composerTexts.changed(key), [composerTexts, key])
  const forget = useCallback(() => composerTexts.forget(key), [composerTexts, key])
  return { changed, forget }
}

/** Removes the stored text of a key, which another page has sent. */
export function useForgetText(key: string): void {
  const composerTexts = useComposerTexts()
  useEffect(() => composerTexts.forget(key), [composerTexts, key])
}
