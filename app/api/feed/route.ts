// The page of posts that follows, for lists that go on by themselves.
import type { NextRequest } from 'next/server'
import { readOwnState } from '#server/domain/queries/own-state.ts'
import { readFeed, readPostsBy } from '#server/domain/queries/posts.ts'
import { site } from '#server/domain/site.ts'
import { currentViewer } from '../../viewer.ts'

export async function GET(request: NextRequest): Promise<Response> {
  const before = request.nextUrl.searchParams.get('before')
  const author = request.nextUrl.searchParams.get('author')
  const { db } = site()
  const cursor = site().cursor()
  const [viewer, page] = await Promise.all([
    currentViewer(),
    author !== null ? readPostsBy(db, author, { before }) : readFeed(db, { before }),
  ])
  const ids = page.posts.map((post) => post.id)
  const { liked } = await readOwnState(db, viewer?.id ?? null, ids)
  return Response.json(
    { ...page, liked, cursor },
    { headers: { 'Cache-Control': 'private, no-store' } },
  )
}
