// Reading a live request and writing its answer: JSON bodies, bounded, and errors by their code.
import type { IncomingMessage, ServerResponse } from 'node:http'
import { z } from 'zod'
import { describeIssue, httpStatus, Refusal } from '#platform/errors.ts'
import type { RequestSchemas } from '../protocol/requests.ts'
import type { ParsedTopic } from '../protocol/topics.ts'
import { largestMessage, parseJson } from './answer.ts'
import { toErrorMessage } from './subscription.ts'

/** Answered with a status that no code of the protocol stands for: 413, or 411 where a body's length is not said. */
export class TooLarge extends Error {
  readonly status: 411 | 413

  constructor(message = 'The message is larger than 64 KiB.', status: 411 | 413 = 413) {
    super(message)
    this.status = status
  }
}

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
  /** Seconds. */
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

/** The JSON of a request's body. Throws a Refusal, or TooLarge past 64 KiB. */
export async function readBody(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of request) {
    if (!Buffer.isBuffer(chunk)) continue
    size += chunk.length
    if (size > largestMessage) throw new TooLarge()
    chunks.push(chunk)
  }
  return parseJson(Buffer.concat(chunks).toString())
}

/** `json` is a value, or text that is JSON already. */
export function sendJson(response: ServerResponse, status: number, json: object | string): void {
  if (response.headersSent || response.destroyed) return
  response.writeHead(status, {
    'Content-Type': 'application/json; charset=utf-8',
    'Cache-Control': 'no-store',
  })
  response.end(typeof json === 'string' ? json : JSON.stringify(json))
}

export function sendError(response: ServerResponse, error: unknown, extra: object = {}): void {
  if (error instanceof TooLarge) {
    const { message, status } = error
    // The rest of the body is not read: the connection cannot be used again.
    if (!response.headersSent) response.setHeader('Connection', 'close')
    sendJson(response, status, { type: 'error', ref: null, code: 'invalid', message })
    return
  }
  const message = toErrorMessage(error)
  if (message.retryAfterMs !== undefined && !response.headersSent) {
    response.setHeader('Retry-After', Math.ceil(message.retryAfterMs / 1000))
  }
  sendJson(response, httpStatus(message.code), { ...message, ...extra })
}
