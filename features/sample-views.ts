// Views and events for tests, with ids that sort by their number.
import type { EventData, EventType, LiveEvent } from './protocol.ts'
import type { Topic } from '#live/protocol/topics.ts'
import type { Author } from '#platform/author.ts'
import type { CommentView } from '#features/comments/protocol.ts'
import type { PostView } from '#features/posts/protocol.ts'
import type { ProfileView } from '#features/profiles/protocol.ts'

export function idOf(kind: number, number: number): string {
  const hex = (value: number, length: number): string => value.toString(16).padStart(length, '0')
  return `${hex(number, 8)}-0000-7000-8000-${hex(kind, 12)}`
}

export function sampleAuthor(number: number, name = `Person ${number}`): Author {
  return { id: idOf(1, number), handle: `p${number}`, name, avatar: null }
}

export function sampleProfile(number: number, name: string): ProfileView {
  return {
    ...sampleAuthor(number, name),
    bio: `I am ${name}`,
    joinedAt: '2026-01-01T00:00:00.000Z',
  }
}

export function samplePost(number: number, more: Partial<PostView> = {}): PostView {
  return {
    id: idOf(2, number),
    author: sampleAuthor(1),
    body: `Post ${number}`,
    at: '2026-01-01T00:00:00.000Z',
    editedAt: null,
    likes: 0,
    comments: 0,
    coauthors: [],
    ...more,
  }
}

export function sampleComment(
  post: number,
  number: number,
  more: Partial<CommentView> = {},
): CommentView {
  return {
    id: idOf(3, number),
    postId: idOf(2, post),
    author: sampleAuthor(2),
    body: `Comment ${number}`,
    at: '2026-01-01T00:00:00.000Z',
    editedAt: null,
    ...more,
  }
}

let count = 0

/** An event; without an id it gets the next one. */
export function sampleEvent<T extends EventType>(
  type: T,
  data: EventData[T],
  { topic = 'feed', id }: { topic?: Topic; id?: string } = {},
): LiveEvent {
  count += 1
  const event = { id: id ?? `log-${count}`, topic, type, at: '2026-01-01T00:00:00.000Z', data }
  return event as unknown as LiveEvent
}
