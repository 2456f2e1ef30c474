// What a form's server action answers when it does not lead elsewhere: a sentence, and what was typed.

export interface FormState {
  /** A sentence for the person, or null when all is well. */
  problem: string | null
  /** The field that the sentence is about, or null when it is about the whole. */
  field: string | null
  /** What was typed, by the fields' names; never a password. */
  values: Record<string, string>
  /** True after a change that stays on the page. */
  done: boolean
}

export type FormAction = (state: FormState, form: FormData) => Promise<FormState>

/** A form before anything was sent. */
export const untouched: FormState = { problem: null, field: null, values: {}, done: false }
