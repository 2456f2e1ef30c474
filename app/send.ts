// Runs the command of a form.
import type { AnyFeature, Answer, CommandType } from '#features/protocol.ts'
import type { Input } from '#live/protocol/feature.ts'
import { act } from './actions.ts'
import { formRef } from './form-answers.ts'

/** Runs it for the signed-in person; the input need not be valid: then the answer is an error that names the field. */
export async function send<T extends CommandType>(
  form: FormData,
  type: T,
  input: Readonly<Record<keyof Input<AnyFeature, T>, unknown>>,
): Promise<Answer<T>> {
  // A field without a value is left out, or the command would differ from the same one without the field.
  const given = Object.entries(input).filter(([, value]) => value !== undefined)
  const [answer] = await act([{ type, ref: formRef(form), ...Object.fromEntries(given) }])
  if (!answer) {
    const message = 'There was no answer. Please try again.'
    return { type: 'error', ref: null, code: 'unavailable', message }
  }
  // An ack has the result of its own command's type.
  return answer as Answer<T>
}
