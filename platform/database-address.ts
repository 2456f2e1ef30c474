// Validates DATABASE_URL. Error messages contain no part of the value, since it holds a password.
import { z } from 'zod'

const shape =
  'must be a PostgreSQL address such as postgresql://user:password@host:5432/hubbub, ' +
  'or postgresql://user@localhost/hubbub?host=/run/postgresql for a Unix socket'
const encoding =
  'has a user or a password with signs of an address in it: write # as %23, / as %2F, ? as %3F, @ as %40, % as %25'
const otherSchema =
  'names a schema, and Hubbub works in the first one of its role: leave out `schema`, or give the role a search_path'

/** What is wrong, as the end of a sentence, or null. */
function problemOf(text: string): string | null {
  const isPostgres = /^postgres(?:ql)?:\/\//.test(text)
  const url = URL.canParse(text) ? new URL(text) : null
  if (!isPostgres || text.includes('://@')) return shape
  if (!url) return /^[^@]*@\//.test(text) ? shape : encoding
  if (url.hostname === '') return shape
  const { username, password, pathname, searchParams } = url
  if (pathname.includes('@') || pathname.slice(1).includes('/') || url.hash !== '') return encoding
  if (username === '' && url.search.includes('@')) return encoding
  if ([username, password].some((each) => /%(?![0-9a-f]{2})/i.test(each))) return encoding
  return (searchParams.get('schema') ?? 'public') === 'public' ? null : otherSchema
}

export const databaseAddress = z.string().superRefine((text, context) => {
  const problem = problemOf(text)
  if (problem !== null) context.addIssue(problem)
})
