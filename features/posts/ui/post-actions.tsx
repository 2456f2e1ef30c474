// The row below a post: like, comments and, for one's own, delete. Nothing in it moves when a count does.
'use client'
import { MessageCircle, Trash2 } from 'lucide-react'
import Link from 'next/link'
import { useCommand } from '#live/react/use-command.ts'
import { postsClient } from '../client.ts'
import { useViewer } from '#features/profiles/use-profile.ts'
import type { PostView } from '../protocol.ts'
import { actionClass, iconButtonClass } from '#ui/button.ts'
import { ConfirmLink } from '#ui/confirm.tsx'
import { Count } from '#ui/count.tsx'
import { BookmarkButton } from '#features/bookmarks/ui/bookmark-button.tsx'
import { LikeButton } from '#features/likes/ui/like-button.tsx'

export function PostActions({
  post,
  liked,
  back,
  onDelete,
}: {
  post: PostView
  liked: boolean
  back: string
  onDelete?: () => void
}) {
  const viewer = useViewer()
  const dispatch = useCommand(postsClient)
  return (
    <div className="-mx-3 mt-1.5 flex flex-wrap items-center gap-1">
      <LikeButton postId={post.id} likes={post.likes} liked={liked} back={back} />
      <Link
        href={`/posts/${post.id}#comments`}
        prefetch={false}
        className={`${actionClass} text-muted hover:text-ink`}
      >
        <MessageCircle aria-hidden="true" className="size-5" strokeWidth={1.75} />
        <Count value={post.comments} />
        <span className="sr-only">Comments: {post.comments}</span>
      </Link>
      <BookmarkButton postId={post.id} back={back} />
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
