// /api/visits/<id>/messages: earlier messages of a conversation, and a new one, by its visitor's link.
import type { NextRequest } from 'next/server'
import { describeIssue, Refusal } from '#platform/errors.ts'
import { readJson } from '#platform/http-json.ts'
import { visitMessage } from '#features/inboxes/protocol.ts'
import { isId } from '#platform/id.ts'
import { readVisit, readVisitMessages } from '#features/inboxes/queries.ts'
import { site } from '#server/site.ts'
import { refusal } from '../../../json-answers.ts'
import { pageSize } from '../../../page-size.ts'

const headers = { 'Cache-Control': 'private, no-store' }

interface Address {
  params: Promise<{ id: string }>
}

function noSuchLink(): Refusal {
  return new Refusal('not_found', 'This link leads nowhere, or no longer.')
}

export async function GET(request: NextRequest, { params }: Address): Promise<Response> {
  try {
    const cursor = site().cursor()
    const visit = await readVisit(site().db, (await params).id)
    if (!visit) throw noSuchLink()
    const { searchParams } = request.nextUrl
    const asked = { before: searchParams.get('before'), ...pageSize(searchParams) }
    const page = await readVisitMessages(site().db, visit, asked)
    return Response.json({ ...page, cursor }, { headers })
  } catch (error) {
    return refusal(error)
  }
}

export async function POST(request: NextRequest, { params }: Address): Promise<Response> {
  try {
    const { id: visitId } = await params
    if (!isId(visitId)) throw noSuchLink()
    const parsed = visitMessage.safeParse(await readJson(request.body))
    if (!parsed.success) throw new Refusal('invalid', describeIssue(parsed.error))
    const sent = { by: 'link', visitId, ...parsed.data } as const
    const { message } = await site().receiveVisitorMessage(sent, visitId)
    return Response.json({ message }, { status: 201, headers })
  } catch (error) {
    return refusal(error)
  }
}
