// JSON over HTTP, the same for Node's requests and the web's: bodies are bounded, errors are said by their code.
import { httpStatus, Refusal, toRefusal } from './errors.ts'
import type { ErrorCode } from './errors.ts'

/** Bytes of a message, or of a body with one. */
export const largestMessage = 64 * 1024

/** Answered with a status that no code of the protocol stands for: 413, or 411 where a body's length is not said. */
export class TooLarge extends Error {
  readonly status: 411 | 413

  constructor(message = 'The message is larger than 64 KiB.', status: 411 | 413 = 413) {
    super(message)
    this.status = status
  }
}

/** Text to JSON. Throws a Refusal with code `invalid`. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    throw new Refusal('invalid', 'The message is not JSON.')
  }
}

/** The JSON of a body. Throws a Refusal, or TooLarge past 64 KiB: what is too large is not read to its end. */
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

/** What is wrong, as a message of the protocol says it. */
export interface ErrorBody {
  type: 'error'
  ref: string | null
  code: ErrorCode
  message: string
  retryAfterMs?: number
}

/** The message that a thrown value becomes; what is no Refusal says nothing of itself. */
export function errorBody(error: unknown, ref: string | null = null): ErrorBody {
  const { code, message, retryAfterMs } = toRefusal(error)
  return { type: 'error', ref, code, message, ...(retryAfterMs !== undefined && { retryAfterMs }) }
}

/** The same as the answer to a request. */
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

/** When to try again, as HTTP says it. */
export function retryHeaders({ retryAfterMs }: { retryAfterMs?: number }): Record<string, string> {
  if (retryAfterMs === undefined) return {}
  return { 'Retry-After': String(Math.ceil(retryAfterMs / 1000)) }
}
