// The confirmation page before an own post or comment is deleted, for browsers without scripts.
import type { Metadata } from 'next'
import Link from 'next/link'
import { notFound } from 'next/navigation'
import { randomUUID } from 'node:crypto'
import { buttonClass } from '#ui/button.ts'
import { NoticePage } from '#ui/notice-page.tsx'
import { remove } from '../../../post-actions.ts'
import { parameter } from '../../../same-site-path.ts'
import type { SearchParameters } from '../../../same-site-path.ts'
import { currentViewer } from '../../../viewer.ts'
import { readAt } from '../read.ts'

export const metadata: Metadata = { title: 'Delete', robots: { index: false } }

export default async function DeletePage({
  params,
  searchParams,
}: {
  params: Promise<{ id: string }>
  searchParams: SearchParameters
}) {
  const commentId = parameter((await searchParams)['comment'])
  const { post } = await readAt((await params).id)
  const viewer = await currentViewer()
  if (!post || !viewer) notFound()
  if (!commentId && post.author.id !== viewer.id) notFound()
  return (
    <NoticePage
      title={commentId ? 'Delete this comment?' : 'Delete this post?'}
      way={
        <>
          <form action={remove}>
            <input type="hidden" name="ref" value={randomUUID()} />
            <input type="hidden" name="postId" value={post.id} />
            {commentId ? <input type="hidden" name="commentId" value={commentId} /> : null}
            <button type="submit" className={buttonClass('danger')}>
              Delete
            </button>
          </form>
          <Link href={`/posts/${post.id}`} prefetch={false} className={buttonClass('quiet')}>
            Keep it
          </Link>
        </>
      }
    >
      {commentId
        ? 'It goes for everybody. This cannot be taken back.'
        : 'Its words, its likes and its comments go with it. This cannot be taken back.'}
    </NoticePage>
  )
}
