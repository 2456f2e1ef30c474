// Ids for rows that are listed by id: posts, comments of a post, messages of a room. Within a list their order is the commit
// order, whatever the clocks of nodes and database say, so that no reader sees an id and later a smaller one.
import { randomBytes } from 'node:crypto'
import { Prisma } from '#prisma/client.ts'
import type { Transaction } from './database.ts'

/** The first key of the advisory locks; arbitrary, "ids" in ASCII. */
const idsLock = 0x696473

/** Ids further ahead than this were made up by hand, not by a wrong clock: new ids are not placed after them. */
const furthestMs = 10 * 365 * 86_400_000

/** The newest row of list `list.id` with an id below `bound`. */
const newest = {
  posts: (bound: string) =>
    Prisma.sql`SELECT id FROM posts WHERE id < ${bound}::uuid ORDER BY id DESC LIMIT 1`,
  comments: (bound: string) => Prisma.sql`
    SELECT id FROM comments WHERE "postId" = list.id::uuid AND id < ${bound}::uuid
    ORDER BY id DESC LIMIT 1`,
  messages: (bound: string) => Prisma.sql`
    SELECT id FROM messages WHERE "roomId" = list.id::uuid AND id < ${bound}::uuid
    ORDER BY id DESC LIMIT 1`,
}

type Table = keyof typeof newest

/** The one list of all posts. */
export const allPosts = ''

/** An id for one new row of a list: see `giveIds`. */
export async function giveId(tx: Transaction, table: Table, list: string): Promise<string> {
  const [given] = await giveIds(tx, table, [list], (each) => each)
  if (!given) throw new Error('No id was given.')
  return given.id
}

/**
 * Each item with the id of its new row, ascending in each list; `listOf`: the post of a comment, the room of a message,
 * or `allPosts`. Locks the lists until the end of this transaction.
 */
export async function giveIds<T>(
  tx: Transaction,
  table: Table,
  items: readonly T[],
  listOf: (item: T) => string,
): Promise<{ item: T; id: string }[]> {
  const lists = [...new Set(items.map(listOf))]
  // Locked in the order of their keys, so that transactions cannot deadlock.
  await tx.$queryRaw`
    SELECT count(pg_advisory_xact_lock(${idsLock}, key)) FROM (
      SELECT DISTINCT hashtext(${table} || list) AS key FROM unnest(${lists}::text[]) AS list ORDER BY key
    ) AS locks`
  // A separate statement: only a new one sees rows that were committed while the first waited for the locks.
  const bound = idAt(BigInt(Date.now() + furthestMs) * 4096n)
  const rows = await tx.$queryRaw<{ list: string; newest: string | null; ms: bigint }[]>`
    SELECT list.id AS list, (${newest[table](bound)})::text AS newest,
      floor(extract(epoch FROM clock_timestamp()) * 1000)::bigint AS ms
    FROM unnest(${lists}::text[]) AS list(id)`
  const places = new Map(rows.map((row) => [row.list, firstPlace(row.ms, row.newest)]))
  return items.map((item) => {
    const list = listOf(item)
    const place = places.get(list)
    if (place === undefined) throw new Error(`The database named no place for ${table} of ${list}.`)
    places.set(list, place + 1n)
    return { item, id: idAt(place) }
  })
}

/**
 * The first free place, after the newest id and not before now. A place is milliseconds since 1970, times 4096, plus a
 * counter: the first 60 bits of an id without its version.
 */
export function firstPlace(ms: bigint, newestId: string | null): bigint {
  const now = ms * 4096n
  if (newestId === null) return now
  const hex = newestId.replaceAll('-', '')
  const before = BigInt(`0x${hex.slice(0, 12)}`) * 4096n
  // An id made by hand may have another UUID version, whose digit sorts before the counter.
  const next = before + (hex[12] === '7' ? BigInt(`0x${hex.slice(13, 16)}`) + 1n : 4096n)
  return next > now ? next : now
}

/** A place (see `firstPlace`) as a UUID of version 7 (RFC 9562, section 5.7) with 62 random bits; sorts like its place. */
export function idAt(place: bigint): string {
  const bytes = randomBytes(16)
  bytes.writeUIntBE(Number(place >> 12n), 0, 6)
  bytes.writeUInt16BE(0x7000 | Number(place & 4095n), 6)
  bytes.writeUInt8(0x80 | (bytes.readUInt8(8) & 0x3f), 8)
  const hex = bytes.toString('hex')
  return [0, 8, 12, 16, 20].map((from, part, starts) => hex.slice(from, starts[part + 1])).join('-')
}
