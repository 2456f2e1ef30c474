// The form for a new post, at the top of the feed.
'use client'
import { useCommand } from '#live/react/use-command.ts'
import { postsClient } from '../client.ts'
import { postLimits } from '../limits.ts'
import { useFormActions } from '#features/form-actions.tsx'
import { composerId } from './composer-id.ts'
import { WritingForm } from '#ui/writing/writing-form.tsx'

export function Composer() {
  const dispatch = useCommand(postsClient)
  const actions = useFormActions()
  return (
    <section aria-label="Write a post" className="border-b border-line py-5">
      <WritingForm
        name="post"
        limit={postLimits.body}
        label="Your post"
        placeholder="What is on your mind?"
        button="Post"
        fieldId={composerId}
        action={actions.post}
        send={(body) => void dispatch({ type: 'post', body })}
      />
    </section>
  )
}
