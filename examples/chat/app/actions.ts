'use server'
import { cookies } from 'next/headers'
import { redirect } from 'next/navigation'
import { live } from '../live.ts'

export const say = live.formAction('say')
export const whisper = live.formAction('whisper')

export async function enter(form: FormData): Promise<void> {
  const jar = await cookies()
  jar.set('name', encodeURIComponent(String(form.get('name')).slice(0, 40)))
  // The page that follows is asked for with the cookie.
  redirect('/')
}
