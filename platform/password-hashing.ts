// Hashes only a few passwords at a time. A hash occupies one of the four threads of Node's pool for a quarter of a second,
// and those threads also read files and authenticate new PostgreSQL connections (SCRAM): many sign-ins at once would block
// all other requests.
import { APIError } from 'better-auth/api'
import { hashPassword, verifyPassword } from 'better-auth/crypto'
import { Refusal } from './errors.ts'
import { ownCodes } from './auth-sentences.ts'
import { Lanes } from './lanes.ts'

const atOnce = 2
/** Queue length: more than a school class that signs up at the same time. */
const mostInLine = 500
const lineLimitMs = 60_000

const lanes = new Lanes({ atOnce, mostInLine, lineLimitMs })

/** The hashing options of better-auth. Throws an APIError with a message when the queue is full or too slow. */
export const passwordHashing = {
  hash: (password: string): Promise<string> => inLine(() => hashPassword(password)),
  verify: (given: { hash: string; password: string }): Promise<boolean> =>
    inLine(() => verifyPassword(given)),
}

async function inLine<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await lanes.run('passwords', work)
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    throw new APIError('TOO_MANY_REQUESTS', {
      code: ownCodes.delayed,
      message: 'Many people sign in just now. Try again in a moment.',
    })
  }
}
