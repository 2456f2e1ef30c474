// Server actions of shared inboxes, for forms: they do the same with and without scripts.
'use server'
import { headers } from 'next/headers'
import { redirect } from 'next/navigation'
import type { FormState } from '#ui/form-state.ts'
import { describeIssue, isRefusal } from '#platform/errors.ts'
import { visitBegun, visitMessage } from '#features/inboxes/protocol.ts'
import type { Answer } from '#features/protocol.ts'
import { isId } from '#platform/id.ts'
import { site } from '#server/site.ts'
import { failed, formRef, problemPath, refusedForm, textOf } from './form-answers.ts'
import { send } from './send.ts'

function pathOf(roomId: string): string {
  return `/rooms/${encodeURIComponent(roomId)}`
}

/** Redirects to the form's page, with the error if there is one. */
function lead(answer: Answer, path: string): never {
  redirect(answer.type === 'error' ? problemPath(path, answer.code) : path)
}

/** Assigns a conversation to a member, or to nobody. */
export async function assign(form: FormData): Promise<void> {
  const roomId = textOf(form, 'roomId')
  const userId = textOf(form, 'userId')
  lead(await send(form, 'assign', { roomId, userId: userId || null }), pathOf(roomId))
}

/** Marks a conversation as done, or opens it again. */
export async function setDone(form: FormData): Promise<void> {
  const roomId = textOf(form, 'roomId')
  const done = textOf(form, 'done') === 'yes'
  lead(await send(form, 'setDone', { roomId, done }), pathOf(roomId))
}

function settingsPath(roomId: string): string {
  return `${pathOf(roomId)}?show=settings`
}

/** Changes an inbox's settings. */
export async function setInbox(_state: FormState, form: FormData): Promise<FormState> {
  const roomId = textOf(form, 'roomId')
  const webhookUrl = textOf(form, 'webhookUrl')
  const isOpen = textOf(form, 'isOpen') === 'yes'
  const answer = await send(form, 'setInbox', { roomId, isOpen, webhookUrl })
  const values = { webhookUrl, isOpen: isOpen ? 'yes' : '' }
  if (answer.type === 'error') return failed(answer, values)
  return { problem: null, field: null, values, done: true }
}

/** Makes a new key and a new secret; the old ones stop working. */
export async function renewInboxKeys(form: FormData): Promise<void> {
  const roomId = textOf(form, 'roomId')
  lead(await send(form, 'renewInboxKeys', { roomId }), settingsPath(roomId))
}

/** Retries replies whose webhook attempts were given up. */
export async function retryDeliveries(form: FormData): Promise<void> {
  const roomId = textOf(form, 'roomId')
  lead(await send(form, 'retryDeliveries', { roomId }), settingsPath(roomId))
}

/** Begins a conversation from an inbox's page, without an account, and redirects to it. */
export async function beginVisit(_state: FormState, form: FormData): Promise<FormState> {
  const [name, body] = [textOf(form, 'name'), textOf(form, 'body')]
  const inboxId = textOf(form, 'inboxId')
  const parsed = visitBegun.safeParse({ ref: formRef(form), name, body })
  if (!parsed.success) return refusedForm(describeIssue(parsed.error), { name, body })
  if (!isId(inboxId)) return refusedForm('There is no such inbox.', { name, body })
  const address = (await headers()).get('x-hubbub-address') ?? ''
  let visitId: string | null = null
  try {
    const sent = { by: 'page', inboxId, ...parsed.data } as const
    visitId = (await site().receiveVisitorMessage(sent, address)).visitId
  } catch (error) {
    if (!isRefusal(error)) throw error
    return refusedForm(error.message, { name, body })
  }
  return redirect(`/visit/${visitId}`)
}

/** A visitor's message, from a form without scripts. */
export async function sayAsVisitor(_state: FormState, form: FormData): Promise<FormState> {
  const body = textOf(form, 'body')
  const visitId = textOf(form, 'visitId')
  const parsed = visitMessage.safeParse({ ref: formRef(form), body })
  if (!parsed.success) return refusedForm(describeIssue(parsed.error), { body })
  if (!isId(visitId)) return refusedForm('This link leads nowhere.', { body })
  try {
    await site().receiveVisitorMessage({ by: 'link', visitId, ...parsed.data }, visitId)
  } catch (error) {
    if (!isRefusal(error)) throw error
    return refusedForm(error.message, { body })
  }
  return redirect(`/visit/${visitId}`)
}
