// People by their handles, as somebody typed them.
import { Refusal } from '#platform/errors.ts'
import type { Author } from '#platform/author.ts'
import type { Transaction } from '#platform/postgres/database.ts'
import { authorColumns, toAuthor } from './rows.ts'

/** Who is called so; a refusal that names the field `handle` when nobody is. */
export async function personCalled(tx: Transaction, handle: string): Promise<Author | Refusal> {
  const username = bareHandle(handle)
  const row = await tx.user.findUnique({ where: { username }, select: authorColumns })
  return row
    ? toAuthor(row)
    : new Refusal('not_found', `handle: there is nobody called ${username}`)
}

/** A handle that somebody typed, as it is kept. */
export function bareHandle(handle: string): string {
  // Only letters of ASCII have a small form here: the sign of the kelvin is no k.
  return handle
    .trim()
    .replace(/^@/, '')
    .replace(/[A-Z]+/g, (letters) => letters.toLowerCase())
}
