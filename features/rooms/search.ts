// Finds messages of one room by parts of their words, in any script, with or without accents.
import { Prisma } from '#prisma/client.ts'
import { Refusal } from '#platform/errors.ts'
import type { MessageView } from './protocol.ts'
import { readWithin } from '#platform/postgres/database.ts'
import type { Database } from '#platform/postgres/database.ts'
import { messageColumns, toMessage } from './message-queries.ts'

const foundAtMost = 50
const mostTerms = 10
/** Common words are found among so many of the newest messages, without the index. */
const newestLooked = 2_000
/** The time limit of one search, to protect the database. */
const limitMs = 4_000

/** The newest messages of a room that hold all these words or parts of words, newest first; "quotes" make a phrase. */
export async function searchMessages(
  db: Database,
  roomId: string,
  words: string,
): Promise<MessageView[]> {
  const terms = termsOf(words)
  if (terms.length === 0) return []
  const among = await looked(
    db,
    Prisma.sql`
      SELECT id::text FROM (
        SELECT id, body FROM messages WHERE "roomId" = ${roomId}::uuid ORDER BY id DESC LIMIT ${newestLooked}
      ) AS newest WHERE ${holds(terms)} ORDER BY id DESC LIMIT ${foundAtMost}`,
  )
  const found = among.length === foundAtMost ? among : await looked(db, everywhere(roomId, terms))
  const rows = await db.message.findMany({
    where: { id: { in: found.map(({ id }) => id) } },
    orderBy: { id: 'desc' },
    select: messageColumns,
  })
  return rows.map(toMessage)
}

/** By the index: messages with all characters and pairs of characters, then filtered by their order. */
function everywhere(roomId: string, terms: readonly string[]): Prisma.Sql {
  const grams = terms.map((term) => Prisma.sql`|| word_grams(fold_words(${term}))`)
  return Prisma.sql`
    SELECT id::text FROM messages
    WHERE message_grams("roomId", body) @> (ARRAY[${roomId}] ${Prisma.join(grams, ' ')})
      AND ${holds(terms)}
    ORDER BY id DESC LIMIT ${foundAtMost}`
}

async function looked(db: Database, query: Prisma.Sql): Promise<{ id: string }[]> {
  const rows = await readWithin<{ id: string }>(db, limitMs, query)
  if (rows) return rows
  throw new Refusal(
    'unavailable',
    'Too much has been said here to look through it for this: look for longer words.',
  )
}

/** The search terms; invisible characters are dropped, because they match every text. */
function termsOf(words: string): string[] {
  return [...words.matchAll(/"([^"]+)"|(\S+)/g)]
    .map(([, phrase, word]) => (phrase ?? word ?? '').trim())
    .filter((term) => /[^\p{M}\p{C}\p{Z}]/u.test(term))
    .slice(0, mostTerms)
}

/** Escapes `%`, `_` and `\`, after folding the words, because folding may produce them. */
function holds(terms: readonly string[]): Prisma.Sql {
  const each = terms.map(
    (term) => Prisma.sql`fold_words(body) LIKE
      '%' || regexp_replace(fold_words(${term}), '([\\\\%_])', '\\\\\\1', 'g') || '%'`,
  )
  return Prisma.join(each, ' AND ')
}
