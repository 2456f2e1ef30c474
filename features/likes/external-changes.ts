// External changes (Prisma Studio, `psql`) of likes.
import type { In, Rules } from '#features/define-server.ts'
import { recounted } from '#features/posts/hooks.ts'
import { pairsOf, valuesOf } from '#live/server/external/notes.ts'
import type { Note } from '#live/server/external/notes.ts'
import type { likes } from './protocol.ts'

type Likes = typeof likes

export const externalChanges: Rules<Likes>['externalChanges'] = {
  likes: { keys: ['postId', 'userId'], take: takeLikes },
}

async function takeLikes(
  notes: readonly Note[],
  { tx, publish, gather }: In<Likes>,
): Promise<void> {
  for (const postId of valuesOf(notes, 'postId')) gather(recounted, { postId })
  const pairs = pairsOf(notes, 'postId', 'userId')
  const found = await tx.$queryRaw<{ postId: string; userId: string; liked: boolean }[]>`
    SELECT posts.id::text AS "postId", users.id::text AS "userId", EXISTS (
      SELECT 1 FROM likes WHERE "postId" = posts.id AND "userId" = users.id
    ) AS liked
    FROM unnest(
      ${pairs.map(({ first }) => first)}::uuid[], ${pairs.map(({ second }) => second)}::uuid[]
    ) AS asked(post, reader)
    JOIN posts ON posts.id = asked.post JOIN users ON users.id = asked.reader`
  for (const { postId, userId, liked } of found) {
    publish(`user:${userId}`, 'like.set', { postId, liked, ref: null })
  }
}
