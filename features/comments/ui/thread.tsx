// The page of a post with all its comments.
'use client'
import Link from 'next/link'
import { useMemo } from 'react'
import { usePost, usePostsPage } from '#features/posts/use-posts.ts'
import type { CommentPage } from '../protocol.ts'
import { PostMarksProvider, usePageMarks } from '#features/posts/use-post-parts.tsx'
import type { PostMarks, PostView } from '#features/posts/protocol.ts'
import { HereNow } from '#ui/live/here-now.tsx'
import { BodyText } from '#ui/text/body-text.tsx'
import { Coauthors, TakeNameOff } from '#features/posts/ui/coauthors.tsx'
import { Byline } from '#ui/byline.tsx'
import { PostActions } from '#features/posts/ui/post-actions.tsx'
import { buttonClass } from '#ui/button.ts'
import { NoticePage } from '#ui/notice-page.tsx'
import { CommentForm } from './comment-form.tsx'
import { CommentList } from './comment-list.tsx'
import { isolated } from '#platform/text/names.ts'

export function Thread({
  post: given,
  marks,
  page,
  after,
  cursor,
}: {
  post: PostView
  marks: PostMarks
  page: CommentPage
  after: string | null
  cursor: string
}) {
  const snapshot = useMemo(
    () => ({
      cursor,
      topics: [`post:${given.id}`],
      posts: [given],
      marks,
    }),
    [cursor, given, marks],
  )
  usePostsPage(snapshot)
  const pageMarks = usePageMarks(marks)
  const { post, deleted } = usePost(given)
  if (deleted) {
    return (
      <NoticePage
        title="This post is gone"
        way={
          <Link href="/" prefetch={false} className={buttonClass('primary')}>
            Back to the feed
          </Link>
        }
      >
        It was deleted, and what was said about it went with it.
      </NoticePage>
    )
  }
  return (
    <div className="column">
      <article
        id={`post-${post.id}`}
        aria-label={`Post by ${isolated(post.author.name)}`}
        className="pt-5 pb-2"
      >
        <h1 className="sr-only">Post by {isolated(post.author.name)}</h1>
        <Byline author={post.author} at={post.at} editedAt={post.editedAt} />
        <Coauthors people={post.coauthors} />
        <TakeNameOff postId={post.id} people={post.coauthors} />
        <div dir="auto" className="prose-plain mt-3 text-lg leading-relaxed">
          <BodyText body={post.body} />
        </div>
        <PostMarksProvider marks={pageMarks}>
          <PostActions post={post} back={`/posts/${post.id}`} />
        </PostMarksProvider>
      </article>
      <section
        id="comments"
        aria-labelledby="comments-heading"
        className="scroll-mt-16 border-t border-line pb-6"
      >
        <h2 id="comments-heading" className="sr-only">
          Comments
        </h2>
        <HereNow topic={`post:${post.id}`} words="reading this" />
        <CommentList postId={post.id} page={page} after={after} />
      </section>
      <CommentForm postId={post.id} />
    </div>
  )
}
