// Parses the URL parameters of live requests and writes JSON responses.
import type { ServerResponse } from 'node:http'
import { z } from 'zod'
import { describeIssue, Refusal } from '../../platform/errors.ts'
import { errorResponse } from '../../platform/http-json.ts'
import type { RequestSchemas } from '../protocol/requests.ts'
import type { ParsedTopic } from '../protocol/topics.ts'

const wait = z
  .string()
  .regex(/^-?\d{1,9}(\.\d+)?$/, { error: 'is not a number of seconds' })
  .transform(Number)
  .pipe(
    z.number().min(0, { error: 'is below 0 seconds' }).max(55, { error: 'is above 55 seconds' }),
  )

export interface Parameters {
  topics: ParsedTopic[]
  since: string | null
  /** How long a poll may be held, in seconds. */
  wait: number
}

/** `topics`, `since` and `wait` of a URL. Throws a Refusal that names what is wrong. */
export function readParameters(
  { topicParameter }: RequestSchemas,
  url: URL,
  { topicsNeeded = true } = {},
): Parameters {
  const query = url.searchParams
  const parameters = z.object({ topics: topicParameter, since: z.string().nullable(), wait })
  const parsed = parameters.safeParse({
    topics: query.get('topics') ?? undefined,
    since: query.get('since'),
    wait: query.get('wait') || '25',
  })
  if (parsed.success) return parsed.data
  if (!topicsNeeded && !query.get('topics'))
    return { topics: [], since: query.get('since'), wait: 0 }
  throw new Refusal('invalid', describeIssue(parsed.error))
}

/** `json` is an object, or text that is JSON already. */
export function sendJson(
  response: ServerResponse,
  status: number,
  json: object | string,
  headers: Readonly<Record<string, string>> = {},
): void {
  if (response.headersSent || response.destroyed) return
  response.writeHead(status, {
    'Content-Type': 'application/json; charset=utf-8',
    'Cache-Control': 'no-store',
    ...headers,
  })
  response.end(typeof json === 'string' ? json : JSON.stringify(json))
}

/** Responds with a thrown error; `ref` is the failed command's, if it could be read. */
export function sendError(
  response: ServerResponse,
  error: unknown,
  ref: string | null = null,
): void {
  const { status, headers, body } = errorResponse(error, ref)
  sendJson(response, status, body, headers)
}
