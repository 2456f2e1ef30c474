'use client'
// Keeps what is being written on a page below it, for as long as the same person reads.
import { createContext, use, useEffect, useMemo } from 'react'
import type { ReactNode } from 'react'
import { storageHere } from '#live/client/this-browser.ts'
import { ComposerTexts } from './composer-text.ts'

const ComposerTextsContext = createContext<ComposerTexts | null>(null)

/** `owner`: the id of whoever writes; null: nobody is signed in. */
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

/** What is being written on this page. */
export function useComposerTexts(): ComposerTexts {
  const texts = use(ComposerTextsContext)
  if (!texts) throw new Error('Something to write in stands outside ComposerTextsProvider.')
  return texts
}
