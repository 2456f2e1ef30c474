// What a page was given of its reader's bookmarks, for every button on it: how they are set without scripts, and which
// posts were bookmarked when the page was rendered.
'use client'
import { createContext, use, useMemo } from 'react'
import type { ReactNode } from 'react'
import { useSeedBookmarks } from '../use-bookmarks.ts'

interface GivenBookmarks {
  action: (form: FormData) => Promise<void>
  bookmarked: ReadonlySet<string>
}

const BookmarksContext = createContext<GivenBookmarks | null>(null)

/** Around everything, with the newest ones; within it around posts that are known to be bookmarked, without `action`. */
export function BookmarksProvider({
  action: given,
  bookmarked,
  children,
}: {
  action?: GivenBookmarks['action']
  bookmarked: string[]
  children: ReactNode
}) {
  const around = use(BookmarksContext)
  const action = given ?? around?.action
  useSeedBookmarks(bookmarked)
  const value = useMemo(
    () => action && { action, bookmarked: new Set([...(around?.bookmarked ?? []), ...bookmarked]) },
    [action, around, bookmarked],
  )
  return <BookmarksContext value={value ?? null}>{children}</BookmarksContext>
}

export function useGivenBookmarks(): GivenBookmarks {
  const given = use(BookmarksContext)
  if (!given) throw new Error('BookmarksProvider is missing above this component.')
  return given
}
