// The server actions of drafts, for forms.
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

/** Begins a draft and leads there. */
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

/** Asks somebody to read or to write. */
export async function askToDraft(_state: FormState, form: FormData): Promise<FormState> {
  const handle = textOf(form, 'handle')
  const role = textOf(form, 'role')
  const draftId = textOf(form, 'draftId')
  const answer = await send(form, 'askToDraft', { draftId, handle, role })
  if (answer.type === 'error') return failed(answer, { handle, role })
  redirect(pathOf(form))
}

/** Says yes to writing along. */
export async function acceptDraft(form: FormData): Promise<void> {
  const draftId = textOf(form, 'draftId')
  const answer = await send(form, 'acceptDraft', { draftId })
  redirect(answer.type === 'error' ? problemPath('/drafts', answer.code) : pathOf(form))
}

/** Takes back what somebody was asked to; or oneself is out of it. */
export async function removeFromDraft(form: FormData): Promise<void> {
  const draftId = textOf(form, 'draftId')
  const userId = textOf(form, 'userId')
  const answer = await send(form, 'removeFromDraft', { draftId, userId })
  const viewer = await currentViewer()
  const back = viewer?.id === userId ? '/drafts' : pathOf(form)
  redirect(answer.type === 'error' ? problemPath(back, answer.code) : back)
}

/** Makes a link, or ends it. */
export async function setDraftLink(form: FormData): Promise<void> {
  const draftId = textOf(form, 'draftId')
  const role = textOf(form, 'role')
  const on = textOf(form, 'on') === 'yes'
  const answer = await send(form, 'setDraftLink', { draftId, role, on })
  redirect(answer.type === 'error' ? problemPath(pathOf(form), answer.code) : pathOf(form))
}

/** Keeps the words as they are now. */
export async function keepVersion(_state: FormState, form: FormData): Promise<FormState> {
  const draftId = textOf(form, 'draftId')
  const answer = await send(form, 'keepVersion', { draftId })
  return answer.type === 'error' ? failed(answer, {}) : done
}

/** Makes a post of the draft and leads there. */
export async function publishDraft(_state: FormState, form: FormData): Promise<FormState> {
  const draftId = textOf(form, 'draftId')
  const answer = await send(form, 'publishDraft', { draftId })
  if (answer.type === 'error') return failed(answer, {})
  redirect(`/posts/${answer.result.post.id}`)
}

/** Puts the draft's words in place of those of its post. */
export async function updatePublished(_state: FormState, form: FormData): Promise<FormState> {
  const draftId = textOf(form, 'draftId')
  const answer = await send(form, 'updatePublished', { draftId })
  return answer.type === 'error' ? failed(answer, {}) : done
}

/** Puts the words of a version in place of those now; these are kept before. */
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
