// The commands bookmark and unbookmark, which are idempotent.
import type { DirectIn, Given, Rules } from '#features/define-server.ts'
import { noSuchPost, postsSeenBy } from '#features/posts/hooks.ts'
import type { bookmarks } from './protocol.ts'

type Bookmarks = typeof bookmarks
type GivenBookmark = Given<Bookmarks, 'bookmark'> | Given<Bookmarks, 'unbookmark'>

/** A row that was written or deleted. `createdAt`: when it was bookmarked; null when deleted. */
interface Written {
  postId: string
  userId: string
  createdAt: Date | null
}

export const commands: Rules<Bookmarks>['commands'] = {
  bookmark: { lane: 'bookmarks', runDirectly: bookmark },
  unbookmark: { lane: 'bookmarks', runDirectly: unbookmark },
}

async function bookmark(
  given: readonly Given<Bookmarks, 'bookmark'>[],
  writing: DirectIn<Bookmarks>,
) {
  const changed = await setBookmarks(
    given,
    writing,
    (postIds, userIds) =>
      writing.tx.$queryRaw<Written[]>`
      INSERT INTO bookmarks ("postId", "userId")
      SELECT * FROM unnest(${postIds}::uuid[], ${userIds}::uuid[]) ON CONFLICT DO NOTHING
      RETURNING "postId"::text, "userId"::text, "createdAt"`,
  )
  return given.map(({ input: { postId } }, index) => {
    const state = changed[index]
    return state === undefined
      ? noSuchPost()
      : { postId, bookmarked: true as const, changed: state }
  })
}

async function unbookmark(
  given: readonly Given<Bookmarks, 'unbookmark'>[],
  writing: DirectIn<Bookmarks>,
) {
  const changed = await setBookmarks(
    given,
    writing,
    (postIds, userIds) =>
      writing.tx.$queryRaw<Written[]>`
      DELETE FROM bookmarks USING unnest(${postIds}::uuid[], ${userIds}::uuid[]) AS gone(post, reader)
      WHERE "postId" = gone.post AND "userId" = gone.reader
      RETURNING "postId"::text, "userId"::text, NULL AS "createdAt"`,
  )
  return given.map(({ input: { postId } }, index) => {
    const state = changed[index]
    return state === undefined
      ? noSuchPost()
      : { postId, bookmarked: false as const, changed: state }
  })
}

/** Whether each command changed something; undefined where its post cannot be seen. */
async function setBookmarks(
  given: readonly GivenBookmark[],
  { tx, publish }: DirectIn<Bookmarks>,
  write: (postIds: string[], userIds: string[]) => Promise<Written[]>,
): Promise<(boolean | undefined)[]> {
  const sees = await postsSeenBy(
    tx,
    given.map(({ actor, input }) => ({ readerId: actor.id, postId: input.postId })),
  )
  const seen = given.filter(({ actor, input }) => sees(actor.id, input.postId))
  const rows = await write(
    seen.map(({ input }) => input.postId),
    seen.map(({ actor }) => actor.id),
  )
  const written = new Map(rows.map((row) => [`${row.postId} ${row.userId}`, row.createdAt]))
  return given.map(({ actor, input: { postId }, ref }) => {
    if (!sees(actor.id, postId)) return undefined
    const createdAt = written.get(`${postId} ${actor.id}`)
    if (createdAt === undefined) return false
    publish(`user:${actor.id}`, 'bookmark.set', { postId, ...stateAt(createdAt), ref })
    return true
  })
}

/** The event's data for a bookmark made at `createdAt`; null: for a removed one. */
export function stateAt(createdAt: Date | null): { bookmarked: boolean; at: string | null } {
  return { bookmarked: createdAt !== null, at: createdAt?.toISOString() ?? null }
}
