// A bookmark and its end by a form, where there are no scripts.
'use server'
import { redirect } from 'next/navigation'
import { act } from '../actions.ts'
import { formRef, only, problemPath, textOf } from '../form-answers.ts'
import { sameSitePath } from '../same-site-path.ts'

export async function setBookmark(form: FormData): Promise<void> {
  const postId = textOf(form, 'postId')
  const type = textOf(form, 'type') === 'unbookmark' ? 'unbookmark' : 'bookmark'
  const answer = only(await act([{ type, ref: formRef(form), postId }]))
  const back = sameSitePath(textOf(form, 'back'))
  redirect(answer.type === 'ack' ? `${back}#post-${postId}` : problemPath(back, answer.code))
}
