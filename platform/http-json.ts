// JSON over HTTP, for Node's requests and the web's: bounded bodies, and errors as responses of the protocol.
import { httpStatus, Refusal, toRefusal } from './errors.ts'
import type { ErrorCode } from './errors.ts'

/** Bytes of a WebSocket message or a JSON body. */
export const largestMessage = 64 * 1024

/** Has a status that no error code maps to: 413, or 411 for a body without a length. */
export class TooLarge extends Error {
  readonly status: 411 | 413

  constructor(message = 'The message is larger than 64 KiB.', status: 411 | 413 = 413) {
    super(message)
    this.status = status
  }
}

/** Parses JSON. Throws a Refusal with code `invalid`. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    throw new Refusal('invalid', 'The message is not JSON.')
  }
}

/** Reads a body as JSON. Throws a Refusal, or TooLarge past 64 KiB, without reading the rest. */
export async function readJson(body: AsyncIterable<unknown> | null): Promise<unknown> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of body ?? []) {
    if (!(chunk instanceof Uint8Array)) continue
    size += chunk.length
    if (size > largestMessage) throw new TooLarge()
    chunks.push(chunk)
  }
  return parseJson(Buffer.concat(chunks).toString())
}

/** An error message of the protocol. */
export interface ErrorBody {
  type: 'error'
  ref: string | null
  code: ErrorCode
  message: string
  retryAfterMs?: number
}

/** The error message for a thrown value; of errors other than Refusals it reveals no details. */
export function errorBody(error: unknown, ref: string | null = null): ErrorBody {
  const { code, message, retryAfterMs } = toRefusal(error)
  return { type: 'error', ref, code, message, ...(retryAfterMs !== undefined && { retryAfterMs }) }
}

/** The HTTP response for a thrown value. */
export function errorResponse(
  error: unknown,
  ref: string | null = null,
): { status: number; headers: Record<string, string>; body: ErrorBody } {
  if (error instanceof TooLarge) {
    const { message, status } = error
    // The rest of the body is not read: the connection cannot be used again.
    const headers = { Connection: 'close' }
    return { status, headers, body: { type: 'error', ref, code: 'invalid', message } }
  }
  const body = errorBody(error, ref)
  return { status: httpStatus(body.code), headers: retryHeaders(body), body }
}

/** The Retry-After header, in seconds, if there is a retry time. */
export function retryHeaders({ retryAfterMs }: { retryAfterMs?: number }): Record<string, string> {
  if (retryAfterMs === undefined) return {}
  return { 'Retry-After': String(Math.ceil(retryAfterMs / 1000)) }
}
