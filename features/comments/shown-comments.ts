// Comments as shown: the store's state with the viewer's pending commands over it.
import type { LiveState } from '#live/client/live.ts'
import type { Pending } from '#live/client/pending.ts'
import { sameItems, samePlace } from '#live/client/same.ts'
import type { Author } from '#platform/author.ts'
import { commentsClient } from './client.ts'
import type { CommentView } from './protocol.ts'

export type ShownComment = CommentView & { pending?: Pending }

type Changes = Pick<LiveState, 'pending'>

/** A post's comments, oldest first, with the viewer's unconfirmed ones last. */
export function shownComments(
  live: LiveState<Author>,
  postId: string,
  given: readonly CommentView[],
): ShownComment[] {
  const { viewer, deleted } = live.store
  const comments = live.stateOf(commentsClient)
  const known = comments.knows(postId)
    ? comments.shown(postId, viewer?.id ?? null)
    : given.filter((comment) => !deleted.has(comment.id))
  const hidden = deletedComments(live)
  const own = ownComments(live, postId, viewer)
  return [...known.filter((comment) => !hidden.has(comment.id)), ...own]
}

/** The viewer's unconfirmed comments on a post, oldest first. */
export function ownComments(
  { pending: changes }: Changes,
  postId: string,
  author: Author | null,
): ShownComment[] {
  if (!author) return []
  const comments: ShownComment[] = []
  for (const { command, at, pending, landed } of changes.of(commentsClient)) {
    if (command.type !== 'comment' || command.postId !== postId || landed) continue
    const id = `ref:${command.ref}`
    comments.push({ id, postId, author, body: command.body, at, editedAt: null, pending })
  }
  return comments
}

/** The ids of comments that their author has just deleted. */
export function deletedComments({ pending }: Changes): Set<string> {
  const ids = new Set<string>()
  for (const { command } of pending.of(commentsClient)) {
    if (command.type === 'deleteComment') ids.add(command.commentId)
  }
  return ids
}

export function sameComments(a: readonly ShownComment[], b: readonly ShownComment[]): boolean {
  return sameItems(a, b, (x, y) => x === y || (samePlace(x, y) && x.pending !== undefined))
}
