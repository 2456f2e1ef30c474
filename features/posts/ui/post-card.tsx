// One post in a list: author, text and actions.
'use client'
import Link from 'next/link'
import { memo } from 'react'
import { usePost } from '../use-posts.ts'
import type { PostView } from '../protocol.ts'
import { linkClass } from '#ui/button.ts'
import { BodyText } from '#ui/text/body-text.tsx'
import { Byline } from '#ui/byline.tsx'
import { Coauthors } from './coauthors.tsx'
import { PostActions } from './post-actions.tsx'
import { isolated } from '#platform/text/names.ts'

const longText = 700
const longLines = 14

/** `back` is the page's own URL, to which a form without scripts returns. */
export const PostCard = memo(function PostCard({
  post: given,
  back,
}: {
  post: PostView
  back: string
}) {
  const { post, deleted } = usePost(given)
  if (deleted) return null
  const long = post.body.length > longText || post.body.split('\n').length > longLines
  return (
    <article
      id={`post-${post.id}`}
      aria-label={`Post by ${isolated(post.author.name)}`}
      className="post-card py-5"
    >
      <Byline
        author={post.author}
        at={post.at}
        editedAt={post.editedAt}
        href={`/posts/${post.id}`}
      />
      <Coauthors people={post.coauthors} />
      <div
        dir="auto"
        className={`prose-plain mt-2 text-read ${long ? '-mx-gutter line-clamp-10 px-gutter' : ''}`}
      >
        <BodyText body={post.body} />
      </div>
      {long ? (
        <Link
          href={`/posts/${post.id}`}
          prefetch={false}
          className={`${linkClass} mt-1 inline-flex min-h-11 items-center text-note`}
        >
          Read it all
        </Link>
      ) : null}
      <PostActions post={post} back={back} />
    </article>
  )
})
