// GET /api/feed: the next page of posts, for lists that load more while scrolling.
import type { NextRequest } from 'next/server'
import { readPostMarks } from '#features/post-marks.ts'
import { readFeed, readPostsBy } from '#features/posts/queries.ts'
import { site } from '#server/site.ts'
import { currentViewer } from '../../viewer.ts'
import { pageSize } from '../page-size.ts'

export async function GET(request: NextRequest): Promise<Response> {
  const { searchParams } = request.nextUrl
  const author = searchParams.get('author')
  const asked = { before: searchParams.get('before'), ...pageSize(searchParams) }
  const { db } = site()
  const cursor = site().cursor()
  const [viewer, page] = await Promise.all([
    currentViewer(),
    author !== null ? readPostsBy(db, author, asked) : readFeed(db, asked),
  ])
  const marks = await readPostMarks(db, viewer?.id ?? null, page.posts)
  return Response.json(
    // `liked`: for pages of an earlier build that are still open.
    { ...page, marks, liked: marks['likes'] ?? [], cursor },
    { headers: { 'Cache-Control': 'private, no-store' } },
  )
}
