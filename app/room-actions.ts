// Server actions of rooms, for forms: they do the same with and without scripts.
'use server'
import { redirect } from 'next/navigation'
import type { FormState } from '#ui/form-state.ts'
import { failed, problemPath, textOf } from './form-answers.ts'
import { send } from './send.ts'

/** Makes a room and redirects to it. */
export async function createRoom(_state: FormState, form: FormData): Promise<FormState> {
  const name = textOf(form, 'name')
  const kind = textOf(form, 'kind')
  const answer = await send(form, 'createRoom', { kind, name })
  if (answer.type === 'error') return failed(answer, { name, kind })
  redirect(`/rooms/${answer.result.own.room.id}`)
}

/** Opens the direct message with some people and redirects to it. */
export async function openDirect(_state: FormState, form: FormData): Promise<FormState> {
  const people = textOf(form, 'handles')
  const handles = people.split(/[\s,]+/).filter((handle) => handle !== '')
  const answer = await send(form, 'openDirect', { handles })
  if (answer.type === 'error') return failed(answer, { handles: people })
  redirect(`/rooms/${answer.result.own.room.id}`)
}

/** Joins a room and redirects to it. */
export async function joinRoom(form: FormData): Promise<void> {
  const roomId = textOf(form, 'roomId')
  const answer = await send(form, 'joinRoom', { roomId })
  if (answer.type === 'error') redirect(problemPath('/rooms', answer.code))
  redirect(`/rooms/${encodeURIComponent(roomId)}`)
}

/** Leaves a room. */
export async function leaveRoom(form: FormData): Promise<void> {
  const roomId = textOf(form, 'roomId')
  const answer = await send(form, 'leaveRoom', { roomId })
  redirect(answer.type === 'error' ? problemPath('/rooms', answer.code) : '/rooms')
}

/** Invites a person into a room. */
export async function invite(_state: FormState, form: FormData): Promise<FormState> {
  const roomId = textOf(form, 'roomId')
  const handle = textOf(form, 'handle')
  const answer = await send(form, 'invite', { roomId, handle })
  if (answer.type === 'error') return failed(answer, { handle })
  return { problem: null, field: null, values: {}, done: true }
}

/** Removes a person from a room. */
export async function removeMember(form: FormData): Promise<void> {
  const roomId = textOf(form, 'roomId')
  const userId = textOf(form, 'userId')
  const answer = await send(form, 'removeMember', { roomId, userId })
  const room = `/rooms/${encodeURIComponent(roomId)}`
  redirect(answer.type === 'error' ? problemPath(room, answer.code) : room)
}

/** Writes a message. */
export async function message(_state: FormState, form: FormData): Promise<FormState> {
  const body = textOf(form, 'body')
  const roomId = textOf(form, 'roomId')
  const answer = await send(form, 'message', { roomId, body, replyTo: undefined })
  if (answer.type === 'error') return failed(answer, { body })
  redirect(`/rooms/${encodeURIComponent(roomId)}`)
}
