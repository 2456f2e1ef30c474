// The protocol's error codes, and the class Refusal that carries them.
import type { z } from 'zod'

/** HTTP status, retry rule and default message of each error code. */
const kinds = {
  invalid: {
    status: 400,
    mayRetry: false,
    sentence: 'That could not be done as it was asked. Please try again.',
  },
  unauthenticated: {
    status: 401,
    mayRetry: false,
    sentence: 'You are signed out. Sign in, then try again.',
  },
  forbidden: { status: 403, mayRetry: false, sentence: 'You may not do that.' },
  not_found: {
    status: 404,
    mayRetry: false,
    sentence: 'What you wanted to change is not there any more.',
  },
  rate_limited: {
    status: 429,
    mayRetry: true,
    sentence: 'That was a lot at once. Wait a moment, then try again.',
  },
  unavailable: {
    status: 503,
    mayRetry: true,
    sentence: 'That did not work just now. Please try again in a moment.',
  },
} satisfies Record<string, { status: number; mayRetry: boolean; sentence: string }>

// Safe: `kinds` is a literal, so it has no other keys.
export const errorCodes = Object.keys(kinds) as (keyof typeof kinds)[]

export type ErrorCode = keyof typeof kinds

/** The HTTP status of an error code. */
export function httpStatus(code: ErrorCode): number {
  return kinds[code].status
}

/** Whether the same command may succeed when it is sent again later, unchanged. */
export function mayRetry(code: ErrorCode): boolean {
  return kinds[code].mayRetry
}

/** The message for the screen when only the code is known. */
export function sentenceOf(code: ErrorCode): string {
  return kinds[code].sentence
}

/** An expected error; `message` is a sentence for the screen. */
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

/** By name: pages and server are bundled separately, so `instanceof` fails between their copies of the class. */
export function isRefusal(error: unknown): error is Refusal {
  return error instanceof Error && error.name === 'Refusal'
}

/** A thrown Refusal as it is; any other error becomes `unavailable`, without its details. */
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
