// The query of a single post.
import type { PostView } from './protocol.ts'
import { isId } from '#platform/id.ts'
import type { Reader } from '#platform/postgres/database.ts'
import { postColumns, toPost } from './rows.ts'

/** The post, or null when there is none (or `id` is no id). */
export async function readPost(db: Reader, id: string): Promise<PostView | null> {
  if (!isId(id)) return null
  const row = await db.post.findUnique({ where: { id }, select: postColumns })
  return row ? toPost(row) : null
}
