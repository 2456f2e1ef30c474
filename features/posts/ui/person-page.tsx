// A person's page: their profile, then their posts.
'use client'
import { useRef } from 'react'
import type { ReactNode } from 'react'
import type { PostMarks, PostPage } from '../protocol.ts'
import type { ProfileView } from '#features/profiles/protocol.ts'
import { LivePosts } from './live-posts.tsx'
import { PostList } from './post-list.tsx'
import { ProfileHeader } from '#features/profiles/ui/profile-header.tsx'

/** `before`: the page shows the posts before that one, and gets no new ones. */
export function PersonPage({
  profile,
  page,
  marks,
  cursor,
  editing,
  before,
  ownPages,
}: {
  profile: ProfileView
  page: PostPage
  marks: PostMarks
  cursor: string
  editing: boolean
  before: string | null
  /** Links to the viewer's own pages, on their own profile. */
  ownPages: ReactNode
}) {
  const heading = useRef<HTMLHeadingElement>(null)
  const path = `/@${profile.handle}`
  const posts = { page, marks, cursor, author: profile.id, path }
  return (
    <div className="column">
      <ProfileHeader profile={profile} editing={editing} ownPages={ownPages} />
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
