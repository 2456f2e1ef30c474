// A database with many people, posts, likes, comments and messages, generated in SQL; and the queries to measure on it.
import pg from 'pg'
import type { Database } from '#platform/postgres/database.ts'
import { readConversations } from '#features/inboxes/queries.ts'
import { readMessages } from '#features/rooms/message-queries.ts'
import { readComments } from '#features/comments/queries.ts'
import { readLiked, readNewestLikes } from '#features/likes/queries.ts'
import { readPost } from '#features/posts/post-query.ts'
import { readFeed, readPostsBy } from '#features/posts/queries.ts'
import { readProfile } from '#features/profiles/queries.ts'
import { readMembers, readOlderRooms, readOpenRooms } from '#features/rooms/room-lists.ts'
import { readOwnRooms, readRoomsOfPerson } from '#features/rooms/queries.ts'
import { searchMessages } from '#features/rooms/search.ts'

export interface CrowdSize {
  people: number
  posts: number
  likesPerPost: number
  comments: number
  messages: number
}

/**
 * Fills an empty, migrated database, as a superuser who may disable triggers. Like n of post p is by person (p + n), so
 * that nobody likes a post twice.
 */
export async function fillCrowd(url: string, size: CrowdSize): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  const { people, posts, likesPerPost, comments, messages } = size
  // Without triggers for notes of external changes, and without checks of foreign keys, which are valid here.
  for (const statement of [
    `SET session_replication_role = replica`,
    `CREATE TEMP TABLE crowd AS SELECT n, uuid_v7() AS id FROM generate_series(0, ${people - 1}) AS n`,
    `INSERT INTO users (id, email, username, name)
     SELECT id, n || '@example.org', 'person' || n, 'Person ' || n FROM crowd`,
    `CREATE TEMP TABLE said AS SELECT n, uuid_v7() AS id FROM generate_series(0, ${posts - 1}) AS n`,
    `CREATE INDEX ON crowd (n)`,
    `INSERT INTO posts (id, "authorId", body, "likeCount")
     SELECT said.id, crowd.id, 'What person ' || crowd.n || ' says, number ' || said.n, ${likesPerPost}
     FROM said JOIN crowd ON crowd.n = said.n % ${people}`,
    `INSERT INTO likes ("postId", "userId")
     SELECT said.id, crowd.id FROM said CROSS JOIN generate_series(1, ${likesPerPost}) AS each
     JOIN crowd ON crowd.n = (said.n + each) % ${people}`,
    `INSERT INTO comments ("postId", "authorId", body)
     SELECT said.id, crowd.id, 'Comment ' || each FROM generate_series(0, ${comments - 1}) AS each
     JOIN said ON said.n = each % ${posts} JOIN crowd ON crowd.n = each % ${people}`,
    `INSERT INTO members ("roomId", "userId") SELECT rooms.id, crowd.id FROM rooms, crowd WHERE n < 200`,
    `INSERT INTO messages ("roomId", "authorId", body)
     SELECT rooms.id, crowd.id, 'Word' || each || ' and others'
     FROM generate_series(0, ${messages - 1}) AS each JOIN crowd ON crowd.n = each % ${people}, rooms`,
    `INSERT INTO reactions ("messageId", "userId", emoji) SELECT id, "authorId", '👍' FROM messages`,
    `ANALYZE`,
  ]) {
    await client.query(statement)
  }
  await client.end()
}

/** Every query that people wait for, each for a random part of the data. */
export async function crowdReads(
  db: Database,
  random: () => number,
): Promise<Record<string, () => Promise<unknown>>> {
  const people = await db.user.findMany({ take: 1000, select: { id: true, username: true } })
  const posts = await db.post.findMany({ orderBy: { id: 'desc' }, take: 20, select: { id: true } })
  const [room] = await db.room.findMany({ take: 1, select: { id: true } })
  const [oldest] = await db.post.findMany({ orderBy: { id: 'asc' }, take: 1, select: { id: true } })
  const roomId = room?.id ?? ''
  const person = () => people[Math.floor(random() * people.length)] ?? { id: '', username: '' }
  /** A random id between those of the first and the last post. */
  const between = async (): Promise<string> => {
    const [first, last] = [oldest?.id ?? '', posts[0]?.id ?? ''].map((id) => momentOf(id))
    const at = Math.floor((first ?? 0) + random() * ((last ?? 0) - (first ?? 0)))
    const hex = at.toString(16).padStart(12, '0')
    return `${hex.slice(0, 8)}-${hex.slice(8)}-7fff-8fff-ffffffffffff`
  }
  return {
    feed: () => readFeed(db),
    'an older page of the feed': async () => readFeed(db, { before: await between() }),
    'a profile': async () => {
      const { id, username } = person()
      await readProfile(db, username)
      await readPostsBy(db, id)
    },
    'a post': async () => {
      const id = posts[Math.floor(random() * posts.length)]?.id ?? ''
      await readPost(db, id)
      await readComments(db, id)
    },
    'what one likes': async () => {
      const { id } = person()
      await readLiked(
        db,
        id,
        posts.map((post) => post.id),
      )
      await readNewestLikes(db, id)
    },
    'a room': () => readMessages(db, roomId),
    'earlier messages of a room': async () => readMessages(db, roomId, { before: await between() }),
    'words in a room': () => searchMessages(db, roomId, `word${Math.floor(random() * 1000)}`),
    'parts of words in a room': () => searchMessages(db, roomId, `rd${random() * 1000} THÉRS`),
    'a sign in a room': () => searchMessages(db, roomId, '上'),
    'the rooms in which somebody is shown': () => readRoomsOfPerson(db, person().id, 500),
    'the list of rooms': async () => {
      const { id } = person()
      await readOwnRooms(db, id)
      await readOpenRooms(db, id)
      await readOpenRooms(db, null)
      await readOlderRooms(db, id, await between())
    },
    'the members of a room': () => readMembers(db, roomId),
    'conversations that are done': () => readConversations(db, roomId, 'done', null),
  }
}

function momentOf(id: string): number {
  return Number.parseInt(id.replaceAll('-', '').slice(0, 12), 16)
}
