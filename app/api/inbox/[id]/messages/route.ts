// POST /api/inbox/<id>/messages: takes a visitor's message from a gateway that has the inbox's key.
import type { NextRequest } from 'next/server'
import { describeIssue, Refusal } from '#platform/errors.ts'
import { readJson } from '#platform/http-json.ts'
import { inboundMessage } from '#features/inboxes/protocol.ts'
import { isId } from '#platform/id.ts'
import { site } from '#server/site.ts'
import { refusal } from '../../../json-answers.ts'

const noKey = 'Send the key of an inbox as "Authorization: Bearer <key>".'

export async function POST(
  request: NextRequest,
  { params }: { params: Promise<{ id: string }> },
): Promise<Response> {
  try {
    const { id: inboxId } = await params
    const [, key] = /^Bearer +(\S+)$/i.exec(request.headers.get('authorization') ?? '') ?? []
    if (key === undefined || !isId(inboxId)) {
      throw new Refusal('unauthenticated', noKey)
    }
    const parsed = inboundMessage.safeParse(await readJson(request.body))
    if (!parsed.success) throw new Refusal('invalid', describeIssue(parsed.error))
    const { from, body, ref = null } = parsed.data
    const { address, name = null } = from
    const sent = { by: 'gateway', inboxId, key, address, name, body, ref } as const
    // A client that guesses keys uses up its own limit, not the gateway's.
    const sender = `${request.headers.get('x-hubbub-address') ?? ''} ${inboxId}`
    const { conversationId, message } = await site().receiveVisitorMessage(sent, sender)
    return Response.json({ conversationId, messageId: message.id }, { status: 201 })
  } catch (error) {
    return refusal(error)
  }
}
