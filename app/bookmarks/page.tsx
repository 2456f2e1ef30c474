// The page of the viewer's bookmarked posts, the newest bookmark first; private.
import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { readBookmarks } from '#features/bookmarks/queries.ts'
import { BookmarkList } from '#features/bookmarks/ui/bookmark-list.tsx'
import { WithPostParts } from '#features/post-parts.tsx'
import { readPostMarks } from '#features/post-marks.ts'
import { site } from '#server/site.ts'
import { ProblemNote } from '#ui/problem-note.tsx'
import { parameter } from '../same-site-path.ts'
import type { SearchParameters } from '../same-site-path.ts'
import { currentViewer } from '../viewer.ts'

export const metadata: Metadata = { title: 'Bookmarks' }

export default async function BookmarksPage({ searchParams }: { searchParams: SearchParameters }) {
  const query = await searchParams
  const viewer = await currentViewer()
  if (!viewer) redirect('/sign-in?back=/bookmarks')
  const before = parameter(query['before'])
  const { db } = site()
  const cursor = site().cursor()
  const page = await readBookmarks(db, viewer.id, { before })
  const marks = await readPostMarks(db, viewer.id, page.posts)
  return (
    <div className="column pb-16">
      <ProblemNote code={parameter(query['problem']) ?? undefined} />
      <h1 className="pt-6 pb-2 text-xl font-semibold">Bookmarks</h1>
      <WithPostParts>
        <BookmarkList key={before} page={page} marks={marks} cursor={cursor} before={before} />
      </WithPostParts>
    </div>
  )
}
