// GET /api/drafts/<id>: a draft's text, for pages that cannot open a WebSocket.
import type { NextRequest } from 'next/server'
import { isId } from '#platform/id.ts'
import { readText } from '#features/drafts/draft-updates.ts'
import { draftRole } from '#features/drafts/policy.ts'
import { readPublished } from '#features/drafts/queries.ts'
import { site } from '#server/site.ts'
import { currentViewer } from '../../../viewer.ts'

export async function GET(
  request: NextRequest,
  { params }: { params: Promise<{ id: string }> },
): Promise<Response> {
  const { id } = await params
  const { db } = site()
  const viewer = await currentViewer()
  const headers = { 'Cache-Control': 'private, no-store' }
  const key = request.nextUrl.searchParams.get('key')
  const role = isId(id) && (await draftRole(db, viewer?.id ?? null, id, key))
  if (!role) return Response.json({ message: 'No such draft for you.' }, { status: 404, headers })
  const [text, published] = await Promise.all([readText(db, id), readPublished(db, id)])
  return Response.json({ text, published }, { headers })
}
