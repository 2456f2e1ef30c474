// The row below a post: buttons of other features, comments and, for its author, delete. Nothing in it moves when a count changes.
'use client'
import { MessageCircle, Trash2 } from 'lucide-react'
import Link from 'next/link'
import { useCommand } from '#live/react/use-command.ts'
import { postsClient } from '../client.ts'
import { useViewer } from '#features/profiles/use-profile.ts'
import { usePostParts } from '../use-post-parts.tsx'
import type { PostView } from '../protocol.ts'
import { actionClass, iconButtonClass } from '#ui/button.ts'
import { ConfirmLink } from '#ui/confirm.tsx'
import { Count } from '#ui/count.tsx'

export function PostActions({
  post,
  back,
  onDelete,
}: {
  post: PostView
  back: string
  onDelete?: () => void
}) {
  const viewer = useViewer()
  const dispatch = useCommand(postsClient)
  const [first, ...others] = usePostParts()
  return (
    <div className="-mx-3 mt-1.5 flex flex-wrap items-center gap-1">
      {first ? <first.Action post={post} back={back} /> : null}
      <Link
        href={`/posts/${post.id}#comments`}
        prefetch={false}
        className={`${actionClass} text-muted hover:text-ink`}
      >
        <MessageCircle aria-hidden="true" className="size-5" strokeWidth={1.75} />
        <Count value={post.comments} />
        <span className="sr-only">Comments: {post.comments}</span>
      </Link>
      {others.map(({ name, Action }) => (
        <Action key={name} post={post} back={back} />
      ))}
      {viewer?.id === post.author.id ? (
        <ConfirmLink
          href={`/posts/${post.id}/delete`}
          label="Delete this post"
          className={`${iconButtonClass} ms-auto`}
          title="Delete this post?"
          text="Its words, its likes and its comments go with it. This cannot be taken back."
          confirm="Delete"
          onConfirm={() => {
            void dispatch({ type: 'deletePost', postId: post.id })
            onDelete?.()
          }}
        >
          <Trash2 aria-hidden="true" className="size-5" strokeWidth={1.75} />
        </ConfirmLink>
      ) : null}
    </div>
  )
}
