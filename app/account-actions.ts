// Server actions of signing in, up and out. A like that sent the reader to sign in is carried out afterwards.
'use server'
import { headers } from 'next/headers'
import { redirect } from 'next/navigation'
import { randomUUID } from 'node:crypto'
import type { FormState } from '#ui/form-state.ts'
import { site } from '#server/site.ts'
import { problemPath, textOf } from './form-answers.ts'
import { sameSitePath } from './same-site-path.ts'
import { cookieHeader, setCookies } from './set-cookies.ts'

export async function signIn(_state: FormState, form: FormData): Promise<FormState> {
  const login = textOf(form, 'login').trim()
  const outcome = await site().auth.signIn(await headers(), {
    login,
    password: textOf(form, 'password'),
  })
  // No field is named: the login or the password may be wrong.
  if (!outcome.ok) return refused({ ...outcome, field: null }, { login })
  return enter(outcome.setCookies, form)
}

export async function signUp(_state: FormState, form: FormData): Promise<FormState> {
  const values = {
    name: textOf(form, 'name').trim(),
    username: textOf(form, 'username').trim(),
    email: textOf(form, 'email').trim(),
  }
  const password = textOf(form, 'password')
  const outcome = await site().auth.signUp(await headers(), { ...values, password })
  if (!outcome.ok) return refused(outcome, values)
  return enter(outcome.setCookies, form)
}

export async function signOut(): Promise<void> {
  const outcome = await site().auth.signOut(await headers())
  if (outcome.ok) await setCookies(outcome.setCookies)
  redirect('/')
}

/** Makes the signed-in person the site's owner, by the key of the link printed at the start. */
export async function own(form: FormData): Promise<void> {
  const signedIn = await site().auth.signedIn(await headers())
  if (!signedIn) redirect('/sign-in')
  const isOwner = await site().ownership.claim(signedIn.user.id, textOf(form, 'key'))
  redirect(isOwner ? '/performance' : '/own')
}

function refused(
  outcome: { message: string; field: string | null },
  values: Record<string, string>,
): FormState {
  return { problem: outcome.message, field: outcome.field, values, done: false }
}

async function enter(cookies: string[], form: FormData): Promise<never> {
  await setCookies(cookies)
  const back = sameSitePath(textOf(form, 'back'))
  const postId = textOf(form, 'like')
  if (postId === '') redirect(back)
  const signedIn = await site().auth.signedIn(new Headers({ cookie: cookieHeader(cookies) }))
  if (!signedIn) redirect(back)
  const [answer] = await site().execute(signedIn.user, [
    { type: 'like', ref: randomUUID(), postId },
  ])
  redirect(answer?.type === 'error' ? problemPath(back, answer.code) : back)
}
