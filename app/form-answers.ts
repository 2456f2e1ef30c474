// Turns a command's answer into a form's state.
import { createHash } from 'node:crypto'
import type { FormState } from '#ui/form-state.ts'
import { inWords } from '#features/refusal-words.ts'
import type { ErrorCode } from '#platform/errors.ts'
import type { ErrorMessage } from '#live/protocol/messages.ts'

export const signedOut = 'You are signed out. Sign in to go on; what you wrote is kept.'

/** The text of a form's field; a field that is missing or a file is empty. */
export function textOf(form: FormData, field: string): string {
  const value = form.get(field)
  return typeof value === 'string' ? value : ''
}

/**
 * The ref of a form's command: the same form sent twice is one command; with another text, after going back to the
 * page, it is another.
 */
export function formRef(form: FormData): string {
  const said = [...form].filter(([name]) => !name.startsWith('$') && name !== 'back')
  const hash = createHash('sha256')
  hash.update(
    JSON.stringify(
      said.map(([name, value]) => [
        name,
        typeof value === 'string' ? value : [value.name, value.size, value.lastModified],
      ]),
    ),
  )
  return `form-${hash.digest('base64url')}`
}

/** The form's state with an error and what was typed. */
export function failed(answer: ErrorMessage, values: Record<string, string>): FormState {
  return refusedForm(answer.message, values)
}

/** The same from an error message alone. */
export function refusedForm(message: string, values: Record<string, string>): FormState {
  const { field, sentence } = inWords(message)
  return { problem: sentence, field, values, done: false }
}

/** The path of the page to return to, with the error's code in its query. */
export function problemPath(path: string, code: ErrorCode): string {
  const url = new URL(path, 'http://site.invalid')
  url.searchParams.set('problem', code)
  return `${url.pathname}${url.search}`
}
