// The form for a comment: it stays at the lower edge of the screen, in reach of a thumb.
'use client'
import Link from 'next/link'
import { useCommand } from '#live/react/use-command.ts'
import { commentsClient } from '../client.ts'
import { useViewer } from '#features/profiles/use-profile.ts'
import { useTypingSigns } from '#live/react/use-signals.ts'
import { commentLimits } from '../limits.ts'
import { TypingLine } from '#ui/live/typing-line.tsx'
import { WritingForm } from '#ui/writing/writing-form.tsx'
import { linkClass } from '#ui/button.ts'
import { useFormActions } from '#features/form-actions.tsx'

export function CommentForm({ postId }: { postId: string }) {
  const viewer = useViewer()
  const dispatch = useCommand(commentsClient)
  const actions = useFormActions()
  const topic = `post:${postId}` as const
  const signs = useTypingSigns(topic)
  const back = encodeURIComponent(`/posts/${postId}`)
  return (
    <div
      data-afloat
      className="sticky bottom-0 z-10 -mx-gutter border-t border-line bg-paper px-gutter pt-3 pb-[max(0.75rem,env(safe-area-inset-bottom))]"
    >
      <TypingLine topic={topic} />
      {viewer ? (
        <WritingForm
          name={`comment-${postId}`}
          limit={commentLimits.body}
          label="Your comment"
          placeholder="Say something"
          button="Send"
          fieldId="comment"
          action={actions.comment}
          typed={signs.typed}
          send={(body) => {
            signs.sent()
            void dispatch({ type: 'comment', postId, body })
          }}
        >
          <input type="hidden" name="postId" value={postId} />
        </WritingForm>
      ) : (
        <p className="flex min-h-12 items-center text-muted">
          <span>
            <Link href={`/sign-in?back=${back}`} prefetch={false} className={linkClass}>
              Sign in
            </Link>{' '}
            or{' '}
            <Link href={`/sign-up?back=${back}`} prefetch={false} className={linkClass}>
              sign up
            </Link>{' '}
            to say something.
          </span>
        </p>
      )}
    </div>
  )
}
