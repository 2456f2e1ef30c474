// How the answer to a command becomes the answer to a form.
import type { FormState } from '#components/ui/form-state.ts'
import type { ErrorCode } from '#protocol/errors.ts'
import type { Answer, ErrorMessage } from '#protocol/messages.ts'

/** The text of a form's field; a field that is missing or a file is empty. */
export function textOf(form: FormData, field: string): string {
  const value = form.get(field)
  return typeof value === 'string' ? value : ''
}

/** The answer to a list of one. */
export function only(answers: readonly Answer[]): Answer {
  return (
    answers[0] ?? {
      type: 'error',
      ref: null,
      code: 'unavailable',
      message: 'There was no answer. Please try again.',
    }
  )
}

/** The page again with the sentence and what was typed. */
export function failed(answer: ErrorMessage, values: Record<string, string>): FormState {
  const [field, ...rest] = answer.message.split(': ')
  const named = answer.code === 'invalid' && rest.length > 0 && field !== undefined
  const problem = named ? `${subjects[field] ?? 'It'} ${rest.join(': ')}.` : answer.message
  return { problem, field: null, values, done: false }
}

const subjects: Record<string, string> = {
  body: 'The text',
  name: 'Your name',
  bio: 'What you wrote about yourself',
  webhookUrl: 'The address',
}

/** The page that a form leads back to, which says in a sentence what went wrong. */
export function problemPath(path: string, code: ErrorCode): string {
  const url = new URL(path, 'http://site.invalid')
  url.searchParams.set('problem', code)
  return `${url.pathname}${url.search}`
}
