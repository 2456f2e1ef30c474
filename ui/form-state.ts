// The state that a form's server action returns, unless it redirects: an error, and what was typed.

export interface FormState {
  /** An error as a sentence, or null when there is none. */
  problem: string | null
  /** The name of the field with the error, or null when it is about the whole form. */
  field: string | null
  /** What was typed, by field name; never a password. */
  values: Record<string, string>
  /** True after a successful change that stays on the page. */
  done: boolean
}

export type FormAction = (state: FormState, form: FormData) => Promise<FormState>

/** A form before anything was sent. */
export const untouched: FormState = { problem: null, field: null, values: {}, done: false }
