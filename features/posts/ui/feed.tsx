// The public feed: the composer, then all posts.
'use client'
import { useRef } from 'react'
import { useViewer } from '#features/profiles/use-profile.ts'
import type { PostMarks, PostPage } from '../protocol.ts'
import { HereNow } from '#ui/live/here-now.tsx'
import { Composer } from './composer.tsx'
import { EmptyFeed } from './empty-feed.tsx'
import { LivePosts } from './live-posts.tsx'
import { Welcome } from './welcome.tsx'
import { WriteButton } from './write-button.tsx'

export function Feed(posts: { page: PostPage; marks: PostMarks; cursor: string }) {
  const viewer = useViewer()
  const heading = useRef<HTMLHeadingElement>(null)
  return (
    <div className="column">
      <h1 ref={heading} tabIndex={-1} className="sr-only">
        Feed
      </h1>
      {viewer ? <Composer /> : <Welcome />}
      <HereNow topic="feed" words="here now" />
      <LivePosts {...posts} author={null} path="/" heading={heading} empty={<EmptyFeed />} />
      {viewer ? <WriteButton /> : null}
    </div>
  )
}
