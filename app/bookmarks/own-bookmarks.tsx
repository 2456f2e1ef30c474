// What every page knows of its reader's bookmarks.
import type { ReactNode } from 'react'
import { readNewestBookmarked } from '#features/bookmarks/queries.ts'
import { BookmarksProvider } from '#features/bookmarks/ui/given-bookmarks.tsx'
import { site } from '#server/site.ts'
import { currentViewer } from '../viewer.ts'
import { setBookmark } from './actions.ts'

export async function OwnBookmarks({ children }: { children: ReactNode }) {
  const viewer = await currentViewer()
  const bookmarked = viewer ? await readNewestBookmarked(site().db, viewer.id) : []
  return (
    <BookmarksProvider action={setBookmark} bookmarked={bookmarked}>
      {children}
    </BookmarksProvider>
  )
}
