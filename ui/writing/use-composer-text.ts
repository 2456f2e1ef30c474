'use client'
// What is written in a field and not sent yet. The field is never fed by a rendering: what a person writes, composes or
// undoes is between them and the browser.
import { useCallback, useEffect, useLayoutEffect } from 'react'
import type { RefObject } from 'react'
import { useComposerTexts } from './composer-texts-provider.tsx'

/**
 * Keeps what is written in a field over reloads under a key. `written` is called at first, and after a change that no key made.
 * `given`: what stands in the field before anything was written.
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
    // What was given later than the first writing changes nothing.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [composerTexts, key, field])
  const changed = useCallback(() => composerTexts.changed(key), [composerTexts, key])
  const forget = useCallback(() => composerTexts.forget(key), [composerTexts, key])
  return { changed, forget }
}

/** Forgets what was kept under a key: it was sent by another page. */
export function useForgetText(key: string): void {
  const composerTexts = useComposerTexts()
  useEffect(() => composerTexts.forget(key), [composerTexts, key])
}
