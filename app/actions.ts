// The server actions that change what others see: lists of commands, and the same by forms without scripts.
'use server'
import { redirect } from 'next/navigation'
import type { FormState } from '#ui/form-state.ts'
import { refOf } from '#live/protocol/commands.ts'
import { isRefusal } from '#platform/errors.ts'
import type { Answer } from '#features/protocol.ts'
import { site } from '#server/site.ts'
import { failed, formRef, only, problemPath, textOf } from './form-answers.ts'
import { sameSitePath } from './same-site-path.ts'
import { currentViewer } from './viewer.ts'

const maxCommands = 200
const signedOut = 'You are signed out. Sign in to go on; what you wrote is kept.'

/** Carries a list of commands of the signed-in person, in order; an answer each. */
export async function act(inputs: unknown[]): Promise<Answer[]> {
  const list = Array.isArray(inputs) ? inputs.slice(0, maxCommands) : []
  const viewer = await currentViewer()
  if (viewer) return site().execute(viewer, list)
  return list.map((input) => ({
    type: 'error',
    ref: refOf(input),
    code: 'unauthenticated',
    message: signedOut,
  }))
}

/** A like or its end, from a form. */
export async function like(form: FormData): Promise<void> {
  const postId = textOf(form, 'postId')
  const type = textOf(form, 'type') === 'unlike' ? 'unlike' : 'like'
  const answer = only(await act([{ type, ref: formRef(form), postId }]))
  const back = sameSitePath(textOf(form, 'back'))
  redirect(answer.type === 'ack' ? `${back}#post-${postId}` : problemPath(back, answer.code))
}

/** Deletes an own post or comment, from the page that asks about it. */
export async function remove(form: FormData): Promise<void> {
  const ref = formRef(form)
  const postId = textOf(form, 'postId')
  const commentId = textOf(form, 'commentId')
  const post = `/posts/${encodeURIComponent(postId)}`
  const answer = only(
    await act([
      commentId ? { type: 'deleteComment', ref, commentId } : { type: 'deletePost', ref, postId },
    ]),
  )
  if (answer.type === 'error') redirect(problemPath(post, answer.code))
  redirect(commentId ? `${post}#comments` : '/')
}

/** A new post from a form; what was typed comes back with the sentence when it is refused. */
export async function post(_state: FormState, form: FormData): Promise<FormState> {
  const body = textOf(form, 'body')
  const answer = only(await act([{ type: 'post', ref: formRef(form), body }]))
  if (answer.type === 'error') return failed(answer, { body })
  redirect('/')
}

/** A comment from a form. */
export async function comment(_state: FormState, form: FormData): Promise<FormState> {
  const body = textOf(form, 'body')
  const postId = textOf(form, 'postId')
  const answer = only(await act([{ type: 'comment', ref: formRef(form), postId, body }]))
  if (answer.type === 'error') return failed(answer, { body })
  const anchor = 'comment' in answer.result ? `#comment-${answer.result.comment.id}` : '#comments'
  redirect(`/posts/${encodeURIComponent(postId)}${anchor}`)
}

/** Takes one's own name off a post that others wrote, too. */
export async function takeNameOff(form: FormData): Promise<void> {
  const postId = textOf(form, 'postId')
  const answer = only(await act([{ type: 'takeNameOff', ref: formRef(form), postId }]))
  const post = `/posts/${encodeURIComponent(postId)}`
  redirect(answer.type === 'error' ? problemPath(post, answer.code) : post)
}

/** One's own name and words, from a form. */
export async function editProfile(_state: FormState, form: FormData): Promise<FormState> {
  const name = textOf(form, 'name')
  const bio = textOf(form, 'bio')
  const answer = only(await act([{ type: 'editProfile', ref: formRef(form), name, bio }]))
  if (answer.type === 'error') return failed(answer, { name, bio })
  redirect(sameSitePath(textOf(form, 'back')))
}

/** A new picture of oneself. */
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
