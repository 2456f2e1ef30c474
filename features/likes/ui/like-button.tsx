// The like button: optimistic with scripts, a form without, a link to sign in for signed-out viewers.
'use client'
import { Heart } from 'lucide-react'
import Link from 'next/link'
import { useCommand } from '#live/react/use-command.ts'
import { useMark } from '#features/posts/use-post-parts.tsx'
import type { PostView } from '#features/posts/protocol.ts'
import { likesClient } from '../client.ts'
import { useViewer } from '#features/profiles/use-profile.ts'
import { useLikes } from '../use-likes.ts'
import { actionClass } from '#ui/button.ts'
import { Count } from '#ui/count.tsx'
import { useFormActions } from '#features/form-actions.tsx'
import { useFormRef } from '#ui/render-moment.tsx'

export function LikeButton({ post, back }: { post: PostView; back: string }) {
  const postId = post.id
  const { likes, liked } = useLikes(postId, post.likes, useMark('likes', postId))
  const viewer = useViewer()
  const dispatch = useCommand(likesClient)
  const actions = useFormActions()
  const ref = useFormRef(`like-${postId}`)
  const inside = (
    <>
      <Heart
        aria-hidden="true"
        className={`size-5 ${liked ? 'fill-accent text-accent' : ''}`}
        strokeWidth={1.75}
      />
      <Count value={likes} />
      <span className="sr-only">{likesWords(likes)}</span>
    </>
  )
  if (!viewer) {
    const query = new URLSearchParams({ back, like: postId })
    return (
      <Link
        href={`/sign-in?${query}`}
        prefetch={false}
        className={`${actionClass} text-muted hover:text-ink`}
      >
        {inside}
      </Link>
    )
  }
  return (
    <form
      action={actions.markPost}
      onSubmit={(event) => {
        event.preventDefault()
        void dispatch({ type: liked ? 'unlike' : 'like', postId })
      }}
    >
      <input type="hidden" name="ref" value={ref} />
      <input type="hidden" name="type" value={liked ? 'unlike' : 'like'} />
      <input type="hidden" name="postId" value={postId} />
      <input type="hidden" name="back" value={back} />
      <button
        type="submit"
        aria-pressed={liked}
        className={`${actionClass} ${liked ? 'text-accent' : 'text-muted hover:text-ink'}`}
      >
        {inside}
      </button>
    </form>
  )
}

function likesWords(likes: number): string {
  if (likes === 0) return 'Like'
  return likes === 1 ? 'Like, 1 like' : `Like, ${likes} likes`
}
