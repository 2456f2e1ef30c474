// An older page of posts: the list stays as it was rendered, only the content of each post is live.
'use client'
import { useMemo, useState } from 'react'
import { PostMarksProvider, usePageMarks } from '../use-post-parts.tsx'
import type { PostMarks, PostPage, PostView } from '../protocol.ts'
import { useMorePosts, usePostsPage } from '../use-posts.ts'
import { OlderLink } from './older-link.tsx'
import { Blocks } from './blocks.ts'
import { PostBlock } from './post-block.tsx'
import { useOlderPosts } from './use-older-posts.ts'

export interface Posts {
  page: PostPage
  marks: PostMarks
  cursor: string
  /** The author's handle, or null for everybody's posts. */
  author: string | null
  /** The page's URL without its query. */
  path: string
}

/** `back` is the page's whole URL, to which a form without scripts returns. */
export function PostList({ page, marks, cursor, author, path, back }: Posts & { back: string }) {
  const [posts, setPosts] = useState(page.posts)
  const shown = usePageMarks(marks)
  const [blocks] = useState(() => new Blocks())
  const [next, setNext] = useState(page.next)
  const snapshot = useMemo(
    () => ({ cursor, topics: ['feed'], posts: page.posts, marks }),
    [cursor, page, marks],
  )
  usePostsPage(snapshot)
  const seed = useMorePosts()
  const older = useOlderPosts(next, author, (found) => {
    seed(found)
    setPosts((known) => unique([...known, ...found.posts]))
    shown.add(found.marks)
    setNext(found.next)
  })
  return (
    <PostMarksProvider marks={shown}>
      {blocks.of(posts).map(({ key, items }) => (
        <PostBlock key={key} posts={items} back={back} />
      ))}
      {next ? <OlderLink {...older} href={`${path}?before=${next}`} /> : null}
    </PostMarksProvider>
  )
}

function unique(posts: PostView[]): PostView[] {
  return [...new Map(posts.map((post) => [post.id, post])).values()]
}
