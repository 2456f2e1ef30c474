// GET /api/rooms/<id>/messages: the messages before one, or those found by a search; for readers of the room.
import type { NextRequest } from 'next/server'
import { readMessages } from '#features/rooms/message-queries.ts'
import { readableRooms } from '#features/rooms/policy.ts'
import { searchMessages } from '#features/rooms/search.ts'
import { site } from '#server/site.ts'
import { isId } from '#platform/id.ts'
import { currentViewer } from '../../../../viewer.ts'
import { pageSize } from '../../../page-size.ts'
import { refusal } from '../../../json-answers.ts'

const headers = { 'Cache-Control': 'private, no-store' }
const longestSearch = 200

export async function GET(
  request: NextRequest,
  { params }: { params: Promise<{ id: string }> },
): Promise<Response> {
  const { id } = await params
  const { db } = site()
  const cursor = site().cursor()
  const viewer = await currentViewer()
  const readable = isId(id) ? await readableRooms(db, viewer?.id ?? null, [id]) : null
  if (!readable?.has(id)) {
    return Response.json({ message: 'There is no such room for you.' }, { status: 404, headers })
  }
  const { searchParams } = request.nextUrl
  const words = searchParams.get('q')
  const asked = { before: searchParams.get('before'), ...pageSize(searchParams) }
  try {
    const body =
      words === null
        ? await readMessages(db, id, asked)
        : { messages: await searchMessages(db, id, words.slice(0, longestSearch)), previous: null }
    return Response.json({ ...body, cursor }, { headers })
  } catch (error) {
    return refusal(error)
  }
}
