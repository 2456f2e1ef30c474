// An older page of posts: it stays as it was asked for, only what is in each post is live.
'use client'
import { useMemo, useState } from 'react'
import { useMorePosts, usePostsPage } from '#features/likes/use-likes.ts'
import type { PostPage, PostView } from '../protocol.ts'
import { OlderLink } from './older-link.tsx'
import { Blocks } from './blocks.ts'
import { PostBlock } from './post-block.tsx'
import { useOlderPosts } from './use-older-posts.ts'

export interface Posts {
  page: PostPage
  liked: string[]
  cursor: string
  /** Whose posts, or null for everybody's. */
  author: string | null
  /** The page's address without its query. */
  path: string
}

/** `back` is the page's whole address, where a form without scripts returns to. */
export function PostList({ page, liked, cursor, author, path, back }: Posts & { back: string }) {
  const [posts, setPosts] = useState(page.posts)
  const [likes, setLikes] = useState<ReadonlySet<string>>(() => new Set(liked))
  const [blocks] = useState(() => new Blocks())
  const [next, setNext] = useState(page.next)
  const snapshot = useMemo(
    () => ({ cursor, topics: ['feed'], posts: page.posts, liked }),
    [cursor, page, liked],
  )
  usePostsPage(snapshot)
  const seed = useMorePosts()
  const older = useOlderPosts(next, author, (found) => {
    seed(found)
    setPosts((known) => unique([...known, ...found.posts]))
    setLikes((known) => new Set([...known, ...found.liked]))
    setNext(found.next)
  })
  return (
    <>
      {blocks.of(posts).map(({ key, items }) => (
        <PostBlock key={key} posts={items} likes={likes} back={back} />
      ))}
      {next ? <OlderLink {...older} href={`${path}?before=${next}`} /> : null}
    </>
  )
}

function unique(posts: PostView[]): PostView[] {
  return [...new Map(posts.map((post) => [post.id, post])).values()]
}
