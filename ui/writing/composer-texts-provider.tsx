'use client'
// Provides the store of unsent texts to a page, for as long as the viewer stays the same.
import { createContext, use, useEffect, useMemo } from 'react'
import type { ReactNode } from 'react'
import { storageHere } from '#live/client/this-browser.ts'
import { ComposerTexts } from './composer-text.ts'

const ComposerTextsContext = createContext<ComposerTexts | null>(null)

/** `owner`: the id of the writing account; null: nobody is signed in. */
export function ComposerTextsProvider({
  owner,
  children,
}: {
  owner: string | null
  children: ReactNode
}) {
  const texts = useMemo(
    () =>
      new ComposerTexts(owner ?? 'anybody', {
        session: storageHere('sessionStorage'),
        local: storageHere('localStorage'),
      }),
    [owner],
  )
  useEffect(() => texts.start(), [texts])
  return <ComposerTextsContext value={texts}>{children}</ComposerTextsContext>
}

/** The unsent texts of this page. */
export function useComposerTexts(): ComposerTexts {
  const texts = use(ComposerTextsContext)
  if (!texts) throw new Error('Something to write in stands outside ComposerTextsProvider.')
  return texts
}
