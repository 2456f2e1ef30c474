// A page of the viewer's bookmarked posts: removed ones disappear at once, added ones are loaded from the server.
'use client'
import Link from 'next/link'
import { useMemo } from 'react'
import { PostMarksProvider, usePageMarks } from '#features/posts/use-post-parts.tsx'
import type { PostMarks, PostPage } from '#features/posts/protocol.ts'
import { PostCard } from '#features/posts/ui/post-card.tsx'
import { usePostsPage } from '#features/posts/use-posts.ts'
import { buttonClass } from '#ui/button.ts'
import { RefreshOn } from '#ui/live/refresh-on.tsx'
import { NextPage } from '#ui/next-page.tsx'
import { changeKey } from '../bookmarks-store.ts'
import { useStillBookmarked } from '../use-bookmarks.ts'

export function BookmarkList({
  page,
  marks,
  cursor,
  before,
}: {
  page: PostPage
  marks: PostMarks
  cursor: string
  /** The place after which the page begins; null: the first page. */
  before: string | null
}) {
  const snapshot = useMemo(
    () => ({ cursor, topics: ['feed'], posts: page.posts, marks }),
    [cursor, page, marks],
  )
  usePostsPage(snapshot)
  const pageMarks = usePageMarks(marks)
  const posts = useStillBookmarked(page.posts)
  const back = before === null ? '/bookmarks' : `/bookmarks?${new URLSearchParams({ before })}`
  return (
    <PostMarksProvider marks={pageMarks}>
      <RefreshOn change={changeKey} />
      {posts.map((post) => (
        <PostCard key={post.id} post={post} back={back} />
      ))}
      {posts.length === 0 && page.next === null ? <Nothing isFirst={before === null} /> : null}
      <div className="flex justify-center empty:hidden">
        <NextPage href={page.next && `/bookmarks?before=${page.next}`}>Older bookmarks</NextPage>
      </div>
    </PostMarksProvider>
  )
}

function Nothing({ isFirst }: { isFirst: boolean }) {
  return (
    <div className="py-16 text-center">
      <p className="text-xl font-semibold tracking-tight">
        {isFirst ? 'Nothing kept yet.' : 'There is nothing older.'}
      </p>
      {isFirst ? (
        <p className="mx-auto mt-2 max-w-sm text-read text-balance text-muted">
          Press the bookmark below a post, and it waits for you here. Nobody else sees that.
        </p>
      ) : null}
      <div className="mt-6 flex justify-center">
        <Link
          href={isFirst ? '/' : '/bookmarks'}
          prefetch={false}
          className={buttonClass(isFirst ? 'primary' : 'quiet')}
        >
          {isFirst ? 'Find a post' : 'Newest bookmarks'}
        </Link>
      </div>
    </div>
  )
}
