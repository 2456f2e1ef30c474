// Server actions of posts and comments, for forms: they do the same with and without scripts.
'use server'
import { redirect } from 'next/navigation'
import { markCommands } from '#features/post-marks.ts'
import type { FormState } from '#ui/form-state.ts'
import { failed, problemPath, textOf } from './form-answers.ts'
import { sameSitePath } from './same-site-path.ts'
import { send } from './send.ts'

/** A button below a post: the form names its command, one of those that features have registered for it. */
export async function markPost(form: FormData): Promise<void> {
  const postId = textOf(form, 'postId')
  const back = sameSitePath(textOf(form, 'back'))
  const type = markCommands.find((each) => each === textOf(form, 'type'))
  if (type === undefined) redirect(problemPath(back, 'invalid'))
  const answer = await send(form, type, { postId })
  redirect(answer.type === 'error' ? problemPath(back, answer.code) : `${back}#post-${postId}`)
}

/** Deletes an own post or comment, from the confirmation page. */
export async function remove(form: FormData): Promise<void> {
  const postId = textOf(form, 'postId')
  const commentId = textOf(form, 'commentId')
  const post = `/posts/${encodeURIComponent(postId)}`
  const answer = commentId
    ? await send(form, 'deleteComment', { commentId })
    : await send(form, 'deletePost', { postId })
  if (answer.type === 'error') redirect(problemPath(post, answer.code))
  redirect(commentId ? `${post}#comments` : '/')
}

/** Writes a post; after an error the form gets back what was typed. */
export async function post(_state: FormState, form: FormData): Promise<FormState> {
  const body = textOf(form, 'body')
  const answer = await send(form, 'post', { body })
  if (answer.type === 'error') return failed(answer, { body })
  redirect('/')
}

/** Writes a comment. */
export async function comment(_state: FormState, form: FormData): Promise<FormState> {
  const body = textOf(form, 'body')
  const postId = textOf(form, 'postId')
  const answer = await send(form, 'comment', { postId, body })
  if (answer.type === 'error') return failed(answer, { body })
  redirect(`/posts/${encodeURIComponent(postId)}#comment-${answer.result.comment.id}`)
}

/** Removes the viewer from a post's co-authors. */
export async function takeNameOff(form: FormData): Promise<void> {
  const postId = textOf(form, 'postId')
  const answer = await send(form, 'takeNameOff', { postId })
  const post = `/posts/${encodeURIComponent(postId)}`
  redirect(answer.type === 'error' ? problemPath(post, answer.code) : post)
}
