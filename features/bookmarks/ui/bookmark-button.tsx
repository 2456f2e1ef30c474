// The button that adds or removes a bookmark: optimistic with scripts, a form without, a link to sign in for signed-out viewers.
'use client'
import { Bookmark } from 'lucide-react'
import Link from 'next/link'
import { useFormActions } from '#features/form-actions.tsx'
import { useMark } from '#features/posts/use-post-parts.tsx'
import type { PostView } from '#features/posts/protocol.ts'
import { useViewer } from '#features/profiles/use-profile.ts'
import { useCommand } from '#live/react/use-command.ts'
import { iconButtonClass } from '#ui/button.ts'
import { useFormRef } from '#ui/render-moment.tsx'
import { bookmarksClient } from '../client.ts'
import { useBookmarked } from '../use-bookmarks.ts'

export function BookmarkButton({ post, back }: { post: PostView; back: string }) {
  const postId = post.id
  const bookmarked = useBookmarked(postId, useMark('bookmarks', postId))
  const viewer = useViewer()
  const dispatch = useCommand(bookmarksClient)
  const actions = useFormActions()
  const ref = useFormRef(`bookmark-${postId}`)
  const type = bookmarked ? 'unbookmark' : 'bookmark'
  const inside = (
    <>
      <Bookmark
        aria-hidden="true"
        className={`size-5 ${bookmarked ? 'fill-accent text-accent' : ''}`}
        strokeWidth={1.75}
      />
      <span className="sr-only">Bookmark</span>
    </>
  )
  if (!viewer) {
    const query = new URLSearchParams({ back })
    return (
      <Link href={`/sign-in?${query}`} prefetch={false} className={iconButtonClass}>
        {inside}
      </Link>
    )
  }
  return (
    <form
      action={actions.markPost}
      onSubmit={(event) => {
        event.preventDefault()
        void dispatch({ type, postId })
      }}
    >
      <input type="hidden" name="ref" value={ref} />
      <input type="hidden" name="type" value={type} />
      <input type="hidden" name="postId" value={postId} />
      <input type="hidden" name="back" value={back} />
      <button type="submit" aria-pressed={bookmarked} className={iconButtonClass}>
        {inside}
      </button>
    </form>
  )
}
