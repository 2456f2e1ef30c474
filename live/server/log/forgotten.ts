// Whose earlier words an event makes void.
import type { Entry } from './entry.ts'

interface Forgotten {
  subject: string
  /** What is quoted of it from now on; null: nothing. */
  excerpt?: string | null
}

/** Null for most entries. */
export function forgottenBy({ type, json, subject }: Entry): Forgotten | null {
  if (type !== 'message.edited' && !type.endsWith('.deleted')) return null
  const { data } = JSON.parse(json) as {
    data: { postId?: string; commentId?: string; messageId?: string; excerpt?: string }
  }
  if (type === 'message.edited') {
    if (subject === null) return null
    return data.excerpt === undefined ? { subject } : { subject, excerpt: data.excerpt }
  }
  if (data.messageId !== undefined) return { subject: data.messageId, excerpt: null }
  const gone = data.commentId ?? data.postId
  return gone === undefined ? null : { subject: gone }
}

/** The post or comment that is deleted by what an entry tells; null: none is. */
export function deletedBy(entry: Entry): string | null {
  const isOnPages = entry.type === 'post.deleted' || entry.type === 'comment.deleted'
  return isOnPages ? (forgottenBy(entry)?.subject ?? null) : null
}
