// Finds people by their handles, as typed.
import { Refusal } from '#platform/errors.ts'
import type { Author } from '#platform/author.ts'
import type { Transaction } from '#platform/postgres/database.ts'
import { authorColumns, toAuthor } from './rows.ts'

/** The person with this handle; a Refusal that names the field `handle` when there is none. */
export async function personCalled(tx: Transaction, handle: string): Promise<Author | Refusal> {
  const username = bareHandle(handle)
  const row = await tx.user.findUnique({ where: { username }, select: authorColumns })
  return row
    ? toAuthor(row)
    : new Refusal('not_found', `handle: there is nobody called ${username}`)
}

/** A typed handle in the form in which it is stored. */
export function bareHandle(handle: string): string {
  // Only ASCII letters are lower-cased: the Kelvin sign must not become a k.
  return handle
    .trim()
    .replace(/^@/, '')
    .replace(/[A-Z]+/g, (letters) => letters.toLowerCase())
}
