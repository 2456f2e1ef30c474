// GET /api/comments: the next page of comments.
import type { NextRequest } from 'next/server'
import { readComments } from '#features/comments/queries.ts'
import { readPost } from '#features/posts/post-query.ts'
import { site } from '#server/site.ts'
import { pageSize } from '../page-size.ts'

export async function GET(request: NextRequest): Promise<Response> {
  const { searchParams } = request.nextUrl
  const asked = { after: searchParams.get('after'), ...pageSize(searchParams) }
  const { db } = site()
  const cursor = site().cursor()
  const post = await readPost(db, searchParams.get('post') ?? '')
  const headers = { 'Cache-Control': 'private, no-store' }
  if (!post) return Response.json({ message: 'This post is gone.' }, { status: 404, headers })
  return Response.json({ ...(await readComments(db, post.id, asked)), cursor }, { headers })
}
