// What goes wrong with a database, said as a sentence that names a way on.

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
  const { host, pathname } = new URL(url)
  return `${host}${pathname}`
}
