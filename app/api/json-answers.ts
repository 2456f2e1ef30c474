// How the HTTP interface reads JSON and says what is wrong with it.
import type { NextRequest } from 'next/server'
import { httpStatus, isRefusal, Refusal, toRefusal } from '#platform/errors.ts'
import { site } from '#server/site.ts'

const largestBody = 64 * 1024

/** The JSON of a request's body. Throws a Refusal with code `invalid`. */
export async function jsonOf(request: NextRequest): Promise<unknown> {
  const chunks: Uint8Array[] = []
  let size = 0
  // What is too large is not read to its end.
  for await (const chunk of request.body ?? []) {
    const bytes = chunk as Uint8Array
    size += bytes.length
    if (size > largestBody) throw new Refusal('invalid', 'The body is larger than 64 KiB.')
    chunks.push(bytes)
  }
  try {
    return JSON.parse(Buffer.concat(chunks).toString('utf8')) as unknown
  } catch {
    throw new Refusal('invalid', 'The body is not JSON.')
  }
}

/** The response to what was thrown; what is no Refusal is for the log alone. */
export function refusal(error: unknown): Response {
  if (!isRefusal(error))
    site().logger.error({ err: error }, 'a request of the HTTP interface failed')
  const { code, message, retryAfterMs } = toRefusal(error)
  const seconds = Math.ceil((retryAfterMs ?? 0) / 1000)
  const headers = retryAfterMs === undefined ? {} : { 'Retry-After': String(seconds) }
  const body = { type: 'error', code, message }
  return Response.json(body, { status: httpStatus(code), headers })
}
