// External changes (Prisma Studio, `psql`) of comments.
import type { In, Rules } from '#features/define-server.ts'
import { recounted } from '#features/posts/hooks.ts'
import { commentColumns, toComment } from './rows.ts'
import { pairsOf, valuesOf, wasMade } from '#live/server/external/notes.ts'
import type { Note } from '#live/server/external/notes.ts'
import type { comments } from './protocol.ts'

type Comments = typeof comments

export const externalChanges: Rules<Comments>['externalChanges'] = {
  comments: { keys: ['id', 'postId'], take: takeComments },
}

async function takeComments(
  notes: readonly Note[],
  { tx, publish, forget, gather }: In<Comments>,
): Promise<void> {
  const ids = valuesOf(notes, 'id')
  for (const postId of valuesOf(notes, 'postId')) gather(recounted, { postId })
  await tx.$queryRaw`
    SELECT 1 FROM comments WHERE id = ANY(${ids}::uuid[]) ORDER BY id FOR NO KEY UPDATE`
  const rows = await tx.comment.findMany({
    where: { id: { in: ids } },
    orderBy: { id: 'asc' },
    select: commentColumns,
  })
  const places = new Map(rows.map((row) => [row.id, row.postId]))
  const gone = pairsOf(notes, 'id', 'postId').filter(
    ({ first, second }) => places.get(first) !== second,
  )
  await forget(gone.map(({ first }) => first))
  for (const { first: commentId, second: postId } of gone) {
    publish(`post:${postId}`, 'comment.deleted', { postId, commentId })
  }
  for (const row of rows) {
    const type = wasMade(notes, 'id', row.id) ? 'comment.created' : 'comment.edited'
    publish(`post:${row.postId}`, type, { comment: toComment(row) })
  }
}
