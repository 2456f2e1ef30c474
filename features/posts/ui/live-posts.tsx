// The newest posts, live: the viewer's own at once, other people's behind a button.
'use client'
import { useMemo, useState } from 'react'
import type { ReactNode, RefObject } from 'react'
import { PostMarksProvider, usePageMarks } from '../use-post-parts.tsx'
import { useFeed, useMorePosts, usePostsPage } from '../use-posts.ts'
import { Announcer } from '#ui/live/announcer.tsx'
import { Blocks } from './blocks.ts'
import { NewPostsPill } from './new-posts-pill.tsx'
import { OlderLink } from './older-link.tsx'
import { PostBlock } from './post-block.tsx'
import type { Posts } from './post-list.tsx'
import { useOlderPosts } from './use-older-posts.ts'

/** `heading` gets the focus when new posts are shown; `empty` is shown when there are none. */
export function LivePosts({
  page,
  marks,
  cursor,
  author,
  path,
  heading,
  empty,
}: Posts & { heading: RefObject<HTMLElement | null>; empty: ReactNode }) {
  const snapshot = useMemo(
    () => ({ cursor, topics: ['feed'], posts: page.posts, marks }),
    [cursor, page, marks],
  )
  usePostsPage(snapshot)
  const { posts, waiting, next, reveal, append } = useFeed(page, author ? { author } : {})
  const [blocks] = useState(() => new Blocks())
  const shown = usePageMarks(marks)
  const seed = useMorePosts()
  const older = useOlderPosts(next, author, (found) => {
    shown.add(found.marks)
    seed(found)
    append(found)
  })
  return (
    <PostMarksProvider marks={shown}>
      <NewPostsPill
        waiting={waiting}
        onPress={() => {
          reveal()
          heading.current?.focus({ preventScroll: true })
          window.scrollTo({ top: 0 })
        }}
      />
      <Announcer count={waiting} one="1 new post" many="new posts" />
      {posts.length === 0 ? empty : null}
      {blocks.of(posts).map(({ key, items }) => (
        <PostBlock key={key} posts={items} back={path} />
      ))}
      {next ? <OlderLink {...older} href={`${path}?before=${next}`} /> : null}
    </PostMarksProvider>
  )
}
