// The form for the viewer's own name and description, in place.
'use client'
import { useRouter } from 'next/navigation'
import { useEffect } from 'react'
import { useCommand } from '#live/react/use-command.ts'
import { profilesClient } from '../client.ts'
import { inWords } from '#features/refusal-words.ts'
import { nameLimit } from '#platform/account-limits.ts'
import { bioLimit } from '../limits.ts'
import type { ProfileView } from '../protocol.ts'
import { buttonClass } from '#ui/button.ts'
import { Field } from '#ui/field.tsx'
import { useFormActions } from '#features/form-actions.tsx'
import type { FormState } from '#ui/form-state.ts'
import { Problem } from '#ui/problem.tsx'
import { useFormRef } from '#ui/render-moment.tsx'
import { useForm } from '#ui/use-form.ts'
import { WritingArea } from '#ui/writing/writing-area.tsx'

const shown = { name: nameLimit, bio: bioLimit }

export function ProfileEditor({
  profile,
  path,
  onClose,
}: {
  profile: ProfileView
  path: string
  onClose: () => void
}) {
  const actions = useFormActions()
  const dispatch = useCommand(profilesClient)
  const router = useRouter()
  const ref = useFormRef('profile')
  const { state, busy, problemOf, problem, form } = useForm(actions.editProfile, shown, save)
  const bioProblem = problemOf('bio')

  useEffect(() => {
    const name = form.ref.current?.elements.namedItem('name')
    if (name instanceof HTMLElement) name.focus()
  }, [form.ref])

  async function save(data: FormData): Promise<FormState> {
    const name = String(data.get('name') ?? '')
    const bio = String(data.get('bio') ?? '')
    const answer = await dispatch({ type: 'editProfile', name, bio })
    if (answer.type === 'error') {
      const { field, sentence } = inWords(answer.message)
      return { problem: sentence, field, values: { name, bio }, done: false }
    }
    onClose()
    router.refresh()
    return { problem: null, field: null, values: { name, bio }, done: true }
  }

  return (
    <form {...form} className="space-y-5">
      <input type="hidden" name="ref" value={ref} />
      <input type="hidden" name="back" value={path} />
      <Field
        label="Name"
        name="name"
        autoComplete="name"
        required
        defaultValue={state.values['name'] ?? profile.name}
        problem={problemOf('name')}
      />
      <div className="space-y-1.5">
        <label htmlFor="bio" className="block font-medium">
          About you
        </label>
        <div>
          <WritingArea
            id="bio"
            name="bio"
            rows={3}
            dir="auto"
            given={state.values['bio'] ?? profile.bio}
            aria-invalid={bioProblem === null ? undefined : true}
            aria-describedby="bio-hint bio-note"
            className="rounded-xl px-3.5 placeholder:text-muted"
          />
        </div>
        <p id="bio-hint" className="text-note text-muted">
          Up to {bioLimit} characters.
        </p>
        <div id="bio-note">{bioProblem === null ? null : <Problem>{bioProblem}</Problem>}</div>
      </div>
      {problem === null ? null : <Problem>{problem}</Problem>}
      <div className="flex flex-wrap gap-3">
        <button type="submit" aria-disabled={busy} className={buttonClass('primary')}>
          {busy ? 'Saving…' : 'Save'}
        </button>
        <a
          href={path}
          className={buttonClass('quiet')}
          onClick={(event) => {
            event.preventDefault()
            onClose()
          }}
        >
          Cancel
        </a>
      </div>
    </form>
  )
}
