// The state of topics at a cursor: at least everything up to it; a subscription since it gives the rest.
import type { SnapshotResponse } from '#live/protocol/messages.ts'
import type { ParsedTopic } from '#live/protocol/topics.ts'
import type { Snapshot } from './protocol.ts'
import { readNewestLikes, readOwnState } from './own-state.ts'
import { readComments, readPost } from '#features/posts/post-query.ts'
import { readVisit, readVisitMessages } from '#features/inboxes/queries.ts'
import { readInvitations } from '#features/rooms/invitation-queries.ts'
import { readMessages } from '#features/rooms/message-queries.ts'
import { readFeed } from '#features/posts/queries.ts'
import { readOpenRooms } from '#features/rooms/room-lists.ts'
import { readOwnRooms, readRoom } from '#features/rooms/queries.ts'
import { noSuchPost } from '#features/likes/commands.ts'
import { noSuchRoom } from '#features/rooms/message-commands.ts'
import type { Live } from '#live/server/live.ts'

/** Topics that are read at a time: one snapshot does not take every connection to the database. */
const atOnce = 4

/** The topics have been permitted. The own state is of the posts that the same snapshot holds. */
export async function takeSnapshot(
  live: Live,
  topics: readonly ParsedTopic[],
): Promise<SnapshotResponse> {
  // Before the queries: what commits meanwhile is in the state, or comes after the cursor, or both.
  const cursor = live.log.cursor()
  const snapshots: Record<string, Snapshot> = {}
  for (let from = 0; from < topics.length; from += atOnce) {
    // oxlint-disable-next-line no-await-in-loop
    await Promise.all(
      topics.slice(from, from + atOnce).map(async (each) => {
        const snapshot = await readShared(live, each)
        if (snapshot) snapshots[each.topic] = snapshot
      }),
    )
  }
  const postIds = Object.values(snapshots).flatMap(postIdsOf)
  for (const each of topics) {
    if (each.kind !== 'user') continue
    // At most one: a reader may follow their own topic only.
    // oxlint-disable-next-line no-await-in-loop
    const liked = await (postIds.length > 0
      ? readOwnState(live.db, each.id, postIds)
      : readNewestLikes(live.db, each.id))
    // oxlint-disable-next-line no-await-in-loop
    const [rooms, invitations] = await Promise.all([
      readOwnRooms(live.db, each.id),
      readInvitations(live.db, each.id),
    ])
    snapshots[each.topic] = { ...liked, rooms, invitations }
  }
  return { cursor, snapshots }
}

/** What is the same for all; null: the own state of a reader. */
async function readShared(live: Live, topic: ParsedTopic): Promise<Snapshot | null> {
  switch (topic.kind) {
    case 'feed':
      return readFeed(live.db)
    case 'rooms':
      return { rooms: (await readOpenRooms(live.db, null)).rooms }
    case 'post':
      return readThread(live, topic.id)
    case 'room':
      return readTalk(live, topic.id)
    case 'visit':
      return readVisitTalk(live, topic.id)
    case 'user':
      return null
    default:
      throw new Error(`No snapshot is read of ${topic.topic}.`)
  }
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
