// One's own name and words, changed in place.
'use client'
import { useRouter } from 'next/navigation'
import { useActionState, useEffect, useRef, useState } from 'react'
import type { FormEvent } from 'react'
import { useDispatch } from '#client/hooks.tsx'
import { limits } from '#protocol/limits.ts'
import type { ProfileView } from '#protocol/views.ts'
import { buttonClass } from '../ui/button.ts'
import { Field, inputClass } from '../ui/field.tsx'
import { useFormActions } from '../ui/form-actions.tsx'
import { untouched } from '../ui/form-state.ts'
import { Problem } from '../ui/problem.tsx'
import { useFormRef } from '../ui/render-moment.tsx'

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
  const dispatch = useDispatch()
  const router = useRouter()
  const [state, action] = useActionState(actions.editProfile, untouched)
  const [problem, setProblem] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  const ref = useFormRef('profile')
  const form = useRef<HTMLFormElement>(null)
  const sentence = problem ?? state.problem

  useEffect(() => {
    const name = form.current?.elements.namedItem('name')
    if (name instanceof HTMLElement) name.focus()
  }, [])

  async function save(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    if (busy) return
    const data = new FormData(event.currentTarget)
    setProblem(null)
    setBusy(true)
    const answer = await dispatch({
      type: 'editProfile',
      name: String(data.get('name') ?? ''),
      bio: String(data.get('bio') ?? ''),
    })
    setBusy(false)
    if (answer.type === 'error') return setProblem(answer.message)
    onClose()
    router.refresh()
  }

  return (
    <form ref={form} action={action} onSubmit={(event) => void save(event)} className="space-y-5">
      <input type="hidden" name="ref" value={ref} />
      <input type="hidden" name="back" value={path} />
      <Field
        label="Name"
        name="name"
        autoComplete="name"
        required
        maxLength={limits.name}
        defaultValue={state.values['name'] ?? profile.name}
      />
      <div className="space-y-1.5">
        <label htmlFor="bio" className="block font-medium">
          About you
        </label>
        <textarea
          id="bio"
          name="bio"
          rows={3}
          maxLength={limits.bio}
          defaultValue={state.values['bio'] ?? profile.bio}
          aria-describedby="bio-hint"
          className={`${inputClass} field-sizing-content resize-none py-2.5`}
        />
        <p id="bio-hint" className="text-note text-muted">
          Up to {limits.bio} characters.
        </p>
      </div>
      {sentence ? <Problem>{sentence}</Problem> : null}
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
