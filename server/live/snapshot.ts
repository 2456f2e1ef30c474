// The state of topics at a cursor: at least everything up to it; a subscription since it gives the rest.
import type { SnapshotResponse } from '#protocol/messages.ts'
import type { ParsedTopic } from '#protocol/topics.ts'
import type { Snapshot } from '#protocol/views.ts'
import { readNewestLikes, readOwnState } from '../domain/queries/own-state.ts'
import { readComments, readPost } from '../domain/queries/post.ts'
import { readVisit, readVisitMessages } from '../domain/queries/inbox.ts'
import { readMessages } from '../domain/queries/messages.ts'
import { readFeed } from '../domain/queries/posts.ts'
import { readOpenRooms, readOwnRooms, readRoom } from '../domain/queries/rooms.ts'
import { noSuchPost } from '../domain/commands/like.ts'
import { noSuchRoom } from '../domain/commands/message.ts'
import type { Live } from './live.ts'

/** The topics have been permitted. The own state is of the posts that the same snapshot holds. */
export async function takeSnapshot(
  live: Live,
  topics: readonly ParsedTopic[],
): Promise<SnapshotResponse> {
  // Before the queries: what commits meanwhile is in the state, or comes after the cursor, or both.
  const cursor = live.log.cursor()
  const shared = await Promise.all(
    topics.map(async (each): Promise<[string, Snapshot] | null> => {
      if (each.kind === 'feed') return [each.topic, await readFeed(live.db)]
      if (each.kind === 'post') return [each.topic, await readThread(live, each.id)]
      if (each.kind === 'rooms') {
        return [each.topic, { rooms: await readOpenRooms(live.db, null) }]
      }
      if (each.kind === 'room') return [each.topic, await readTalk(live, each.id)]
      if (each.kind === 'visit') return [each.topic, await readVisitTalk(live, each.id)]
      return null
    }),
  )
  const snapshots = Object.fromEntries(shared.filter((each) => each !== null))
  const postIds = Object.values(snapshots).flatMap(postIdsOf)
  for (const each of topics) {
    if (each.kind !== 'user') continue
    // At most one: a reader may follow their own topic only.
    // oxlint-disable-next-line no-await-in-loop
    const liked = await (postIds.length > 0
      ? readOwnState(live.db, each.id, postIds)
      : readNewestLikes(live.db, each.id))
    // oxlint-disable-next-line no-await-in-loop
    snapshots[each.topic] = { ...liked, rooms: await readOwnRooms(live.db, each.id) }
  }
  return { cursor, snapshots }
}

async function readThread(live: Live, postId: string): Promise<Snapshot> {
  const [post, page] = await Promise.all([readPost(live.db, postId), readComments(live.db, postId)])
  if (!post) throw noSuchPost()
  return { post, ...page }
}

async function readTalk(live: Live, roomId: string): Promise<Snapshot> {
  const [room, page] = await Promise.all([readRoom(live.db, roomId), readMessages(live.db, roomId)])
  if (!room) throw noSuchRoom()
  return { room, ...page }
}

async function readVisitTalk(live: Live, visitId: string): Promise<Snapshot> {
  const visit = await readVisit(live.db, visitId)
  if (!visit) throw noSuchRoom()
  return readVisitMessages(live.db, visit)
}

function postIdsOf(snapshot: Snapshot): string[] {
  if ('posts' in snapshot) return snapshot.posts.map((post) => post.id)
  return 'post' in snapshot ? [snapshot.post.id] : []
}
