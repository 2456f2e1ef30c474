// What the protocol's error codes mean, and the one class that carries them.
import type { z } from 'zod'

/** What goes with each code of the protocol. */
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

// The keys of a literal are no more than its type says.
export const errorCodes = Object.keys(kinds) as (keyof typeof kinds)[]

export type ErrorCode = keyof typeof kinds

/** The HTTP status that goes with an error code. */
export function httpStatus(code: ErrorCode): number {
  return kinds[code].status
}

/** Whether the same command may succeed when it is sent again later, unchanged. */
export function mayRetry(code: ErrorCode): boolean {
  return kinds[code].mayRetry
}

/** What a person is told where nothing more is known than the code. */
export function sentenceOf(code: ErrorCode): string {
  return kinds[code].sentence
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
