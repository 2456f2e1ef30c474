// A person's page: who they are, then what they wrote.
'use client'
import { useRef } from 'react'
import type { PostPage } from '#features/posts/protocol.ts'
import type { ProfileView } from '../protocol.ts'
import { LivePosts } from '#features/posts/ui/live-posts.tsx'
import { PostList } from '#features/posts/ui/post-list.tsx'
import { ProfileHeader } from './profile-header.tsx'

/** `before`: the page shows what was written before that post, and stays so. */
export function Profile({
  profile,
  page,
  liked,
  cursor,
  editing,
  before,
}: {
  profile: ProfileView
  page: PostPage
  liked: string[]
  cursor: string
  editing: boolean
  before: string | null
}) {
  const heading = useRef<HTMLHeadingElement>(null)
  const path = `/@${profile.handle}`
  const posts = { page, liked, cursor, author: profile.id, path }
  return (
    <div className="column">
      <ProfileHeader profile={profile} editing={editing} />
      <h2 ref={heading} tabIndex={-1} className="sr-only">
        Posts
      </h2>
      {before === null ? (
        <LivePosts
          {...posts}
          heading={heading}
          empty={<p className="py-10 text-center text-muted">Nothing written yet.</p>}
        />
      ) : (
        <PostList {...posts} back={`${path}?before=${encodeURIComponent(before)}`} />
      )}
    </div>
  )
}
