// What goes wrong with a database, said as a sentence that names a way on.
import { z } from 'zod'

/** The database cannot be used; the message is for the person who runs the server. */
export class PostgresError extends Error {
  override name = 'PostgresError'
}

/** PostgreSQL's or the socket's code of an error, looked for in its causes too. */
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

/** Whether another try a moment later may well succeed: the server starts, stops or is out of reach. */
export function isPassing(error: unknown): boolean {
  const code = errorCode(error)
  return (
    /^(ECONN|EHOSTUNREACH|ENETUNREACH|ETIMEDOUT|EAI_AGAIN|ENOTFOUND|EPIPE)/.test(code) ||
    ['57P01', '57P02', '57P03', '53300', '08000', '08001', '08006'].includes(code) ||
    (error instanceof Error && /timeout|terminated/i.test(error.message))
  )
}

/** A sentence for whatever a connection to `url` failed with; the password is not in it. */
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

/** Host, port and name of a database address, for messages. */
export function place(url: string): string {
  const { host, pathname, searchParams } = new URL(url)
  return `${searchParams.get('host') ?? host}${pathname}`
}

/**
 * What another try may bring. `permanent`: the database will never take what is in the statement. `race`: somebody
 * else was quicker, so the next try may well succeed. `passing`: the server cannot do it now, whoever asks.
 */
export type Failure = 'permanent' | 'race' | 'passing'

/** By SQLSTATE, or its class of two characters; what is not named is passing. */
const failures: Readonly<Record<string, Failure>> = {
  // A value that no column takes: a character that the encoding lacks, a number out of range, too many of them.
  '22': 'permanent',
  // A constraint: NOT NULL, CHECK, EXCLUDE, RESTRICT, and that of a view.
  '23': 'permanent',
  '44': 'permanent',
  // What it refers to has just gone, or is there already.
  '23503': 'race',
  '23505': 'race',
  '40': 'race',
  // It was not looked at for want of a lock.
  '55P03': 'race',
  // Larger than an index, a row or a statement can be.
  '54': 'permanent',
  // A trigger of whoever runs the database says no.
  P0001: 'permanent',
}

/** What another try of a statement that failed with this SQLSTATE may bring. */
export function failureOf(state: string): Failure {
  return failures[state] ?? failures[state.slice(0, 2)] ?? 'passing'
}

const wrapped = z.object({
  meta: z.object({
    driverAdapterError: z.object({ cause: z.object({ originalCode: z.string() }) }),
  }),
})
const told = z.object({ code: z.string() })
/** What Prisma says without the driver's error: a conflict while committing, and a row that has just gone. */
const prismas: Readonly<Record<string, string>> = { P2034: '40001', P2025: '23503' }

/** The SQLSTATE of what Prisma threw, or ''. Prisma has codes of its own for some, and for others one for all. */
export function sqlState(error: unknown): string {
  const { data } = wrapped.safeParse(error)
  if (data) return data.meta.driverAdapterError.cause.originalCode
  const code = told.safeParse(error).data?.code ?? errorCode(error)
  return prismas[code] ?? (/^(?!P2)[0-9A-Z]{5}$/.test(code) ? code : '')
}

/** By SQLSTATE or the socket's code: what is wrong with the database, for whoever runs the site. */
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

/** A sentence for why nothing can be written. */
export function reasonOf(error: unknown): string {
  const code = sqlState(error) || errorCode(error)
  const known = reasons[code]
  if (known !== undefined) return known
  if (isPassing(error)) return 'The database cannot be reached.'
  return `The database does not take changes${code === '' ? '' : ` (${code})`}.`
}

/** Whether it is this statement that failed, where others might not: the server is there, and as it should be. */
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

/** A sentence for whoever wrote what the database will never take. */
export function permanentSentence(state: string): string {
  return (
    sentences[state] ?? 'The database does not take this as it is. Change it, and send it again.'
  )
}
