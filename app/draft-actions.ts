// Server actions of drafts, for forms.
'use server'
import { redirect } from 'next/navigation'
import type { FormState } from '#ui/form-state.ts'
import { draftRole } from '#features/drafts/policy.ts'
import { readVersion } from '#features/drafts/queries.ts'
import { site } from '#server/site.ts'
import { failed, problemPath, textOf } from './form-answers.ts'
import { send } from './send.ts'
import { currentViewer } from './viewer.ts'

const done: FormState = { problem: null, field: null, values: {}, done: true }

function pathOf(form: FormData): string {
  return `/drafts/${encodeURIComponent(textOf(form, 'draftId'))}`
}

/** Makes a draft and redirects to it. */
export async function createDraft(form: FormData): Promise<void> {
  const answer = await send(form, 'createDraft', {})
  if (answer.type === 'error') redirect(problemPath('/drafts', answer.code))
  redirect(`/drafts/${answer.result.draftId}`)
}

/** Deletes a draft with all its versions. */
export async function deleteDraft(form: FormData): Promise<void> {
  const draftId = textOf(form, 'draftId')
  const answer = await send(form, 'deleteDraft', { draftId })
  redirect(answer.type === 'error' ? problemPath(pathOf(form), answer.code) : '/drafts')
}

/** Invites a person to read or to write. */
export async function askToDraft(_state: FormState, form: FormData): Promise<FormState> {
  const handle = textOf(form, 'handle')
  const role = textOf(form, 'role')
  const draftId = textOf(form, 'draftId')
  const answer = await send(form, 'askToDraft', { draftId, handle, role })
  if (answer.type === 'error') return failed(answer, { handle, role })
  redirect(pathOf(form))
}

/** Accepts an invitation to write. */
export async function acceptDraft(form: FormData): Promise<void> {
  const draftId = textOf(form, 'draftId')
  const answer = await send(form, 'acceptDraft', { draftId })
  redirect(answer.type === 'error' ? problemPath('/drafts', answer.code) : pathOf(form))
}

/** Removes a person from a draft, or the viewer's own invitation. */
export async function removeFromDraft(form: FormData): Promise<void> {
  const draftId = textOf(form, 'draftId')
  const userId = textOf(form, 'userId')
  const answer = await send(form, 'removeFromDraft', { draftId, userId })
  const viewer = await currentViewer()
  const back = viewer?.id === userId ? '/drafts' : pathOf(form)
  redirect(answer.type === 'error' ? problemPath(back, answer.code) : back)
}

/** Makes or removes a link. */
export async function setDraftLink(form: FormData): Promise<void> {
  const draftId = textOf(form, 'draftId')
  const role = textOf(form, 'role')
  const on = textOf(form, 'on') === 'yes'
  const answer = await send(form, 'setDraftLink', { draftId, role, on })
  redirect(answer.type === 'error' ? problemPath(pathOf(form), answer.code) : pathOf(form))
}

/** Stores the present text as a version. */
export async function keepVersion(_state: FormState, form: FormData): Promise<FormState> {
  const draftId = textOf(form, 'draftId')
  const answer = await send(form, 'keepVersion', { draftId })
  return answer.type === 'error' ? failed(answer, {}) : done
}

/** Publishes the draft as a post and redirects to that. */
export async function publishDraft(_state: FormState, form: FormData): Promise<FormState> {
  const draftId = textOf(form, 'draftId')
  const answer = await send(form, 'publishDraft', { draftId })
  if (answer.type === 'error') return failed(answer, {})
  redirect(`/posts/${answer.result.post.id}`)
}

/** Replaces the post's text with the draft's. */
export async function updatePublished(_state: FormState, form: FormData): Promise<FormState> {
  const draftId = textOf(form, 'draftId')
  const answer = await send(form, 'updatePublished', { draftId })
  return answer.type === 'error' ? failed(answer, {}) : done
}

/** Restores a version; the present text is stored as a version first. */
export async function restoreVersion(form: FormData): Promise<void> {
  const draftId = textOf(form, 'draftId')
  const viewer = await currentViewer()
  const { db, replaceDraftText } = site()
  const text = await readVersion(db, draftId, textOf(form, 'versionId'))
  const role = viewer && (await draftRole(db, viewer.id, draftId, null))
  if (!viewer || text === null || role === null || role === 'read') {
    redirect(problemPath(pathOf(form), text === null ? 'not_found' : 'forbidden'))
  }
  const kept = await send(form, 'keepVersion', { draftId })
  if (kept.type === 'error') redirect(problemPath(pathOf(form), kept.code))
  await replaceDraftText(draftId, text, viewer.id)
  redirect(pathOf(form))
}
