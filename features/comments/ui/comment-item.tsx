// One comment: author, text, and a delete button for its author.
'use client'
import { Trash2 } from 'lucide-react'
import Link from 'next/link'
import { memo } from 'react'
import { useCommand } from '#live/react/use-command.ts'
import { commentsClient } from '../client.ts'
import { useViewer } from '#features/profiles/use-profile.ts'
import type { ShownComment } from '../shown-comments.ts'
import { BodyText } from '#ui/text/body-text.tsx'
import { PendingNote } from '#ui/writing/pending-note.tsx'
import { Avatar } from '#ui/avatar.tsx'
import { iconButtonClass } from '#ui/button.ts'
import { ConfirmLink } from '#ui/confirm.tsx'
import { Time } from '#ui/time.tsx'
import { Contained } from '#ui/contained.tsx'
import { isolated } from '#platform/text/names.ts'

export const CommentItem = memo(function CommentItem({ comment }: { comment: ShownComment }) {
  const { author, pending } = comment
  return (
    <article
      id={`comment-${comment.id}`}
      aria-label={`Comment by ${isolated(author.name)}`}
      className="flex scroll-mt-20 scroll-mb-28 gap-3 py-3"
    >
      <Link href={`/@${author.handle}`} prefetch={false} tabIndex={-1} aria-hidden="true">
        <Avatar person={author} size="small" />
      </Link>
      <div className="min-w-0 flex-1">
        <p className="flex min-h-7 items-baseline gap-2">
          <Link
            href={`/@${author.handle}`}
            prefetch={false}
            className="min-w-0 truncate font-semibold hover:underline"
          >
            <Contained text={author.name} />
          </Link>
          <span className="shrink-0 text-note text-muted">
            <Time at={comment.at} />
            {comment.editedAt ? ' · edited' : null}
          </span>
        </p>
        <div dir="auto" className="prose-plain">
          <BodyText body={comment.body} />
        </div>
        {pending ? <PendingNote pending={pending} /> : null}
      </div>
      {pending ? null : <DeleteComment comment={comment} />}
    </article>
  )
})

function DeleteComment({ comment }: { comment: ShownComment }) {
  const viewer = useViewer()
  const dispatch = useCommand(commentsClient)
  if (viewer?.id !== comment.author.id) return null
  return (
    <ConfirmLink
      href={`/posts/${comment.postId}/delete?comment=${comment.id}`}
      label="Delete this comment"
      className={`${iconButtonClass} -my-2 -me-3 shrink-0`}
      title="Delete this comment?"
      text="It goes for everybody. This cannot be taken back."
      confirm="Delete"
      onConfirm={() => void dispatch({ type: 'deleteComment', commentId: comment.id })}
    >
      <Trash2 aria-hidden="true" className="size-4.5" strokeWidth={1.75} />
    </ConfirmLink>
  )
}
