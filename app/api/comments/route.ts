// The page of comments that follows.
import type { NextRequest } from 'next/server'
import { readComments, readPost } from '#server/domain/queries/post.ts'
import { site } from '#server/domain/site.ts'

export async function GET(request: NextRequest): Promise<Response> {
  const after = request.nextUrl.searchParams.get('after')
  const { db } = site()
  const cursor = site().cursor()
  const post = await readPost(db, request.nextUrl.searchParams.get('post') ?? '')
  const headers = { 'Cache-Control': 'private, no-store' }
  if (!post) return Response.json({ message: 'This post is gone.' }, { status: 404, headers })
  return Response.json({ ...(await readComments(db, post.id, { after })), cursor }, { headers })
}
