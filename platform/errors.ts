// The protocol's error codes, and the one class that carries them.
import { z } from 'zod'

export const errorCodes = [
  'invalid',
  'unauthenticated',
  'forbidden',
  'not_found',
  'rate_limited',
  'unavailable',
] as const

export const errorCode = z.enum(errorCodes)
export type ErrorCode = z.infer<typeof errorCode>

const httpStatuses: Record<ErrorCode, number> = {
  invalid: 400,
  unauthenticated: 401,
  forbidden: 403,
  not_found: 404,
  rate_limited: 429,
  unavailable: 503,
}

/** The HTTP status that goes with an error code. */
export function httpStatus(code: ErrorCode): number {
  return httpStatuses[code]
}

/** Whether the same command may succeed when it is sent again later, unchanged. */
export function mayRetry(code: ErrorCode): boolean {
  return code === 'rate_limited' || code === 'unavailable'
}

/** A refusal that a person may read: `message` is a sentence for the screen. */
export class Refusal extends Error {
  readonly code: ErrorCode
  /** Milliseconds until it makes sense to try again; with `rate_limited` and `unavailable`. */
  readonly retryAfterMs: number | undefined

  constructor(code: ErrorCode, message: string, retryAfterMs?: number) {
    super(message)
    this.name = 'Refusal'
    this.code = code
    this.retryAfterMs = retryAfterMs
  }
}

/** `instanceof` fails between the two module graphs of the process, the name does not. */
export function isRefusal(error: unknown): error is Refusal {
  return error instanceof Error && error.name === 'Refusal'
}

/** The refusal that a thrown value is; what is none says nothing of itself. */
export function toRefusal(error: unknown): Refusal {
  if (isRefusal(error)) return error
  return new Refusal('unavailable', 'The server could not do this just now. Try again in a moment.')
}

/** A sentence that names the first field that zod refused, e.g. "body: is too long". */
export function describeIssue(error: z.ZodError): string {
  const issue = error.issues[0]
  if (!issue) return 'The input is not valid.'
  const field = issue.path.join('.')
  return field ? `${field}: ${issue.message}` : issue.message
}
