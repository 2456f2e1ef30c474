// Error responses of the HTTP API.
import { isRefusal } from '#platform/errors.ts'
import { errorResponse, TooLarge } from '#platform/http-json.ts'
import { site } from '#server/site.ts'

/** The response for a thrown error; details of one that is no Refusal go to the log alone. */
export function refusal(error: unknown): Response {
  if (!isRefusal(error) && !(error instanceof TooLarge))
    site().logger.error({ err: error }, 'a request of the HTTP interface failed')
  const { status, headers, body } = errorResponse(error)
  return Response.json(body, { status, headers })
}
