// The form for a new avatar: scaled down in the browser if possible, else sent as it is.
'use client'
import { useRouter } from 'next/navigation'
import { startTransition, useActionState, useEffect } from 'react'
import type { ChangeEvent } from 'react'
import type { ProfileView } from '../protocol.ts'
import { buttonClass } from '#ui/button.ts'
import { useFormActions } from '#features/form-actions.tsx'
import { untouched } from '#ui/form-state.ts'
import { Problem } from '#ui/problem.tsx'
import { useHydrated } from '#ui/use-hydrated.ts'
import { shrinkPicture } from './shrink-picture.ts'

export function AvatarForm({ profile }: { profile: ProfileView }) {
  const actions = useFormActions()
  const router = useRouter()
  const hydrated = useHydrated()
  const [state, submit, pending] = useActionState(actions.saveAvatar, untouched)

  useEffect(() => {
    if (state.done) router.refresh()
  }, [state, router])

  async function choose(event: ChangeEvent<HTMLInputElement>) {
    const input = event.currentTarget
    const file = input.files?.[0]
    if (!file || pending) return
    const data = new FormData()
    data.set('back', `/@${profile.handle}`)
    data.set('picture', await shrinkPicture(file), 'picture')
    input.value = ''
    startTransition(() => submit(data))
  }

  return (
    <form action={submit} className="space-y-2">
      <input type="hidden" name="back" value={`/@${profile.handle}`} />
      <label htmlFor="picture" className="block font-medium">
        Picture
      </label>
      <div className="flex flex-wrap items-center gap-3">
        <input
          id="picture"
          name="picture"
          type="file"
          accept="image/png,image/jpeg,image/webp,image/gif,image/avif"
          required
          disabled={pending}
          aria-describedby="picture-note"
          onChange={(event) => void choose(event)}
          className="max-w-full text-note text-muted file:mr-3 file:min-h-11 file:cursor-pointer file:rounded-full file:border file:border-line file:bg-raised file:px-5 file:font-medium file:text-ink hover:file:bg-sunken"
        />
        {hydrated ? null : (
          <button type="submit" className={buttonClass('quiet')}>
            Send the picture
          </button>
        )}
      </div>
      <p id="picture-note" role="status" className="text-note text-muted">
        {pending
          ? 'Sending…'
          : state.done
            ? 'Your new picture is there.'
            : 'It is cut to a square.'}
      </p>
      {state.problem && !pending ? <Problem>{state.problem}</Problem> : null}
    </form>
  )
}
