// The live comments on a post, oldest first, with links to earlier and later ones.
'use client'
import { useEffect, useState } from 'react'
import { fetchAnswer } from '#live/client/fetch-answer.ts'
import { useComments } from '../use-comments.ts'
import type { CommentsAnswer, CommentPage } from '../protocol.ts'
import { Announcer } from '#ui/live/announcer.tsx'
import { whenSought } from '#ui/reading/sought.ts'
import { buttonClass } from '#ui/button.ts'
import { Problem } from '#ui/problem.tsx'
import { CommentItem } from './comment-item.tsx'

/** `after`: the page begins after that comment, so that there are earlier ones. */
export function CommentList({
  postId,
  page,
  after,
}: {
  postId: string
  page: CommentPage
  after: string | null
}) {
  const { comments, append } = useComments(postId, page)
  const [next, setNext] = useState(page.next)
  const [state, setState] = useState<'ready' | 'loading' | 'failed'>('ready')

  // Scrolls to the viewer's own new comment; those of other people never move the page.
  const last = comments.at(-1)
  const own = last?.pending?.state === 'sending' ? last.id : null
  useEffect(() => {
    if (own) document.getElementById(`comment-${own}`)?.scrollIntoView({ block: 'nearest' })
  }, [own])

  function load(many = false) {
    if (next === null || state === 'loading') return
    setState('loading')
    fetchNewer(postId, next, many).then(
      (found) => {
        append(found)
        setNext(found.next)
        setState('ready')
      },
      () => setState('failed'),
    )
  }

  // Loads later pages when the comment that the reader goes back to is further down.
  useEffect(() =>
    whenSought('comment', (id) => {
      if (next !== null && id > next && state === 'ready') load(true)
    }),
  )

  return (
    <>
      {after === null ? null : (
        <div className="flex justify-center py-3">
          <a href={`/posts/${postId}#comments`} rel="prev" className={buttonClass('quiet')}>
            Earlier comments
          </a>
        </div>
      )}
      {comments.length === 0 ? <p className="py-4 text-muted">No comments yet.</p> : null}
      {comments.map((comment) => (
        <CommentItem key={comment.id} comment={comment} />
      ))}
      <Announcer count={comments.length} one="1 new comment" many="new comments" />
      {next === null ? null : (
        <div className="flex flex-col items-center gap-3 py-4">
          {state === 'failed' ? <Problem>Newer comments could not be fetched.</Problem> : null}
          <a
            href={`/posts/${postId}?after=${next}#comments`}
            rel="next"
            aria-busy={state === 'loading'}
            className={buttonClass('quiet')}
            onClick={(event) => {
              if (event.metaKey || event.ctrlKey || event.shiftKey) return
              event.preventDefault()
              load()
            }}
          >
            {state === 'loading' ? 'Fetching…' : 'Newer comments'}
          </a>
        </div>
      )}
    </>
  )
}

function fetchNewer(postId: string, after: string, many: boolean): Promise<CommentsAnswer> {
  const query = new URLSearchParams({ post: postId, after, ...(many ? { many: '1' } : {}) })
  return fetchAnswer(
    `/api/comments?${query}`,
    async () => (await import('../protocol.ts')).commentsAnswer,
  )
}
