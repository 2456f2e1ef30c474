// External changes (Prisma Studio, `psql`) of bookmarks.
import type { In, Rules } from '#features/define-server.ts'
import { pairsOf } from '#live/server/external/notes.ts'
import type { Note } from '#live/server/external/notes.ts'
import { stateAt } from './commands.ts'
import type { bookmarks } from './protocol.ts'

type Bookmarks = typeof bookmarks

export const externalChanges: Rules<Bookmarks>['externalChanges'] = {
  bookmarks: { keys: ['userId', 'postId'], take: takeBookmarks },
}

async function takeBookmarks(
  notes: readonly Note[],
  { tx, publish }: In<Bookmarks>,
): Promise<void> {
  const pairs = pairsOf(notes, 'userId', 'postId')
  // Deleted posts and accounts are left out: their own deletion is published.
  const found = await tx.$queryRaw<{ userId: string; postId: string; createdAt: Date | null }[]>`
    SELECT users.id::text AS "userId", posts.id::text AS "postId", bookmarks."createdAt"
    FROM unnest(
      ${pairs.map(({ first }) => first)}::uuid[], ${pairs.map(({ second }) => second)}::uuid[]
    ) AS asked(reader, post)
    JOIN users ON users.id = asked.reader JOIN posts ON posts.id = asked.post
    LEFT JOIN bookmarks ON "userId" = users.id AND "postId" = posts.id`
  for (const { userId, postId, createdAt } of found) {
    publish(`user:${userId}`, 'bookmark.set', { postId, ...stateAt(createdAt), ref: null })
  }
}
