// One command of a form, on its way.
import type { AnyFeature, Answer, CommandType } from '#features/protocol.ts'
import type { Input } from '#live/protocol/feature.ts'
import { act } from './actions.ts'
import { formRef } from './form-answers.ts'

/** Runs it for the signed-in person; what the form says need not be right: then the answer names what is wrong. */
export async function send<T extends CommandType>(
  form: FormData,
  type: T,
  input: Readonly<Record<keyof Input<AnyFeature, T>, unknown>>,
): Promise<Answer<T>> {
  const [answer] = await act([{ type, ref: formRef(form), ...input }])
  if (!answer) {
    const message = 'There was no answer. Please try again.'
    return { type: 'error', ref: null, code: 'unavailable', message }
  }
  // An ack carries the result of the command that it answers.
  return answer as Answer<T>
}
