// Server actions of the viewer's own profile, for forms.
'use server'
import { redirect } from 'next/navigation'
import type { FormState } from '#ui/form-state.ts'
import { isRefusal } from '#platform/errors.ts'
import { site } from '#server/site.ts'
import { failed, signedOut, textOf } from './form-answers.ts'
import { sameSitePath } from './same-site-path.ts'
import { send } from './send.ts'
import { currentViewer } from './viewer.ts'

/** Changes the viewer's name and description. */
export async function editProfile(_state: FormState, form: FormData): Promise<FormState> {
  const name = textOf(form, 'name')
  const bio = textOf(form, 'bio')
  const answer = await send(form, 'editProfile', { name, bio })
  if (answer.type === 'error') return failed(answer, { name, bio })
  redirect(sameSitePath(textOf(form, 'back')))
}

/** Stores a new avatar. */
export async function saveAvatar(_state: FormState, form: FormData): Promise<FormState> {
  const answer: FormState = { problem: null, field: null, values: {}, done: false }
  const viewer = await currentViewer()
  if (!viewer) return { ...answer, problem: signedOut }
  const picture = form.get('picture')
  if (!(picture instanceof Blob) || picture.size === 0) {
    return { ...answer, problem: 'Choose a picture first.' }
  }
  try {
    await site().saveAvatar(viewer, new Uint8Array(await picture.arrayBuffer()))
    return { ...answer, done: true }
  } catch (error) {
    if (isRefusal(error)) return { ...answer, problem: error.message }
    throw error
  }
}
