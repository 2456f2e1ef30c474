// Classifies database errors, and explains them in sentences with a remedy.
import { z } from 'zod'

/** The database cannot be used; the message is for the operator. */
export class PostgresError extends Error {
  override name = 'PostgresError'
}

/** The code of an error (PostgreSQL's SQLSTATE or the socket's), also searched in its causes; '' without one. */
export function errorCode(error: unknown): string {
  for (
    let each = error, depth = 0;
    each instanceof Error && depth < 4;
    each = each.cause, depth += 1
  ) {
    if ('code' in each && typeof each.code === 'string') return each.code
    if (each instanceof AggregateError) return errorCode(each.errors[0])
  }
  return ''
}

/** Whether a retry a moment later may succeed: the server is starting, stopping or unreachable. */
export function isPassing(error: unknown): boolean {
  const code = errorCode(error)
  return (
    /^(ECONN|EHOSTUNREACH|ENETUNREACH|ETIMEDOUT|EAI_AGAIN|ENOTFOUND|EPIPE)/.test(code) ||
    ['57P01', '57P02', '57P03', '53300', '08000', '08001', '08006'].includes(code) ||
    (error instanceof Error && /timeout|terminated/i.test(error.message))
  )
}

/** Explains why a connection to `url` failed, without the password. */
export function connectionError(error: unknown, url: string): PostgresError {
  const where = place(url)
  return new PostgresError(`${reason(error, where)} Check DATABASE_URL.`, { cause: error })
}

function reason(error: unknown, where: string): string {
  switch (errorCode(error)) {
    case '28P01':
    case '28000':
      return `The database at ${where} refused the user or the password.`
    case '3D000':
      return `There is no such database at ${where}.`
    case '53300':
      return `The database at ${where} has no connection left.`
    default: {
      const message = error instanceof Error && error.message ? error.message : errorCode(error)
      return `The database at ${where} does not answer (${message}).`
    }
  }
}

/** Host, port and name of a database URL, for messages. */
export function place(url: string): string {
  const { host, pathname, searchParams } = new URL(url)
  return `${searchParams.get('host') ?? host}${pathname}`
}

/**
 * What a retry may bring. `permanent`: the database will never accept the statement. `race`: another transaction
 * was faster, so a retry may succeed. `passing`: the server cannot run any such statement now.
 */
export type Failure = 'permanent' | 'race' | 'passing'

/** By SQLSTATE, or its class of two characters; all others are `passing`. */
const failures: Readonly<Record<string, Failure>> = {
  // Invalid values: a character that the encoding lacks, a number out of range, a text that is too long.
  '22': 'permanent',
  // Constraints: NOT NULL, CHECK, EXCLUDE, RESTRICT, and a view's CHECK OPTION.
  '23': 'permanent',
  '44': 'permanent',
  // The referenced row was just deleted, or the row exists already.
  '23503': 'race',
  '23505': 'race',
  '40': 'race',
  // A lock was not available in time.
  '55P03': 'race',
  // Limits exceeded: larger than an index, a row or a statement can be.
  '54': 'permanent',
  // RAISE EXCEPTION, e.g. in an operator's own trigger.
  P0001: 'permanent',
}

/** What a retry after this SQLSTATE may bring. */
export function failureOf(state: string): Failure {
  return failures[state] ?? failures[state.slice(0, 2)] ?? 'passing'
}

const wrapped = z.object({
  meta: z.object({
    driverAdapterError: z.object({ cause: z.object({ originalCode: z.string() }) }),
  }),
})
const told = z.object({ code: z.string() })
/** SQLSTATEs for Prisma's own codes: a conflict at the commit, and a row that was just deleted. */
const prismas: Readonly<Record<string, string>> = { P2034: '40001', P2025: '23503' }

/** The SQLSTATE of an error that Prisma threw, or ''. For some errors Prisma has codes of its own. */
export function sqlState(error: unknown): string {
  const { data } = wrapped.safeParse(error)
  if (data) return data.meta.driverAdapterError.cause.originalCode
  const code = told.safeParse(error).data?.code ?? errorCode(error)
  return prismas[code] ?? (/^(?!P2)[0-9A-Z]{5}$/.test(code) ? code : '')
}

/** By SQLSTATE or the socket's code: what is wrong with the database, for the operator. */
const reasons: Readonly<Record<string, string>> = {
  '25006': 'The database takes no changes: it is read-only.',
  '42501': 'The database does not let this role write: grant it the rights on its tables.',
  '42P01': 'A table is missing: restart the node, so that it migrates the database.',
  '42703': 'A column is missing: restart the node, so that it migrates the database.',
  '53100': 'The disk of the database is full.',
  '53200': 'The database has no memory left.',
  '53300': 'The database has no connection left.',
  '55P03': 'Another node holds the lock of the log for too long.',
  '57014': 'The database takes too long.',
  '57P03': 'The database starts or stops.',
  P2028: 'The database takes too long.',
  ECONNREFUSED: 'The database cannot be reached.',
}

/** Explains why nothing can be written. */
export function reasonOf(error: unknown): string {
  const code = sqlState(error) || errorCode(error)
  const known = reasons[code]
  if (known !== undefined) return known
  if (isPassing(error)) return 'The database cannot be reached.'
  return `The database does not take changes${code === '' ? '' : ` (${code})`}.`
}

/** Whether the error is the statement's own, not the server's: other statements might succeed. */
export function isOfStatement(state: string): boolean {
  return state !== '' && !/^(08|25|53|57|58|F0|XX)/.test(state)
}

const sentences: Readonly<Record<string, string>> = {
  '23503': 'What this belongs to is no longer here.',
  '22001': 'This is longer than the database can hold. Shorten it, and send it again.',
  '22003': 'There is a number in this that the database cannot hold. Change it, and send it again.',
  '22021':
    'There is a character in this that the database cannot hold. Take it out, and send it again.',
  '22P05':
    'There is a character in this that the database cannot hold, such as an emoji. Take it out, and send it again.',
}

/** The message for a user whose input the database will never accept. */
export function permanentSentence(state: string): string {
  return (
    sentences[state] ?? 'The database does not take this as it is. Change it, and send it again.'
  )
}
