// A form with a server action: with scripts, typed text stays, and an error disappears once its field is changed.
'use client'
import { unstable_isUnrecognizedActionError as isActionGone } from 'next/navigation'
import { startTransition, useActionState, useEffect, useRef, useState, useTransition } from 'react'
import type { FormEvent, RefObject } from 'react'
import { asWritten, tooLong } from '#platform/text/words.ts'
import { untouched } from './form-state.ts'
import type { FormAction, FormState } from './form-state.ts'

interface Form {
  /** The last answer of the action. */
  state: FormState
  busy: boolean
  /** The error of a field, until it is changed. */
  problemOf: (field: string) => string | null
  /** The error of the whole form. */
  problem: string | null
  /** For the `<form>`. */
  form: {
    ref: RefObject<HTMLFormElement | null>
    action: (form: FormData) => void
    onSubmit: (event: FormEvent<HTMLFormElement>) => void
    onInput: (event: FormEvent<HTMLFormElement>) => void
  }
}

/**
 * `fields`: those that show their own errors, with their limits of characters.
 * `send`: called in place of the action where there are scripts.
 */
export function useForm(
  action: FormAction,
  fields: Record<string, number | null>,
  send?: (form: FormData) => Promise<FormState>,
): Form {
  const [given, submit] = useActionState(action, untouched)
  const [acting, act] = useTransition()
  const [answer, setAnswer] = useState<FormState | null>(null)
  const [sending, setSending] = useState(false)
  const state = answer ?? given
  const busy = acting || sending
  const [mended, setMended] = useState<FormState | null>(null)
  const ref = useRef<HTMLFormElement>(null)
  const sent = useRef<FormData>(null)
  const { field } = state
  const sentence = mended === state ? null : state.problem
  const isOfField = field !== null && field in fields

  useEffect(() => {
    const form = ref.current
    if (!form) return
    // Text typed while the form was being sent stays.
    if (state.done && sent.current && isSame(form, sent.current)) form.reset()
    if (state.problem === null || state.field === null) return
    const named = form.elements.namedItem(state.field)
    if (named instanceof HTMLElement) named.focus()
  }, [state])

  return {
    state,
    busy,
    problemOf: (name) => (isOfField && field === name ? sentence : null),
    problem: isOfField ? null : sentence,
    form: {
      ref,
      action: submit,
      // Submitted by this handler, because React would reset the fields after a form's action.
      onSubmit: (event) => {
        event.preventDefault()
        if (busy) return
        const data = new FormData(event.currentTarget)
        sent.current = data
        if (send) {
          setSending(true)
          void send(data)
            .catch(failed)
            .then(setAnswer)
            .finally(() => setSending(false))
        } else {
          act(async () => {
            const next = await action(state, data).catch(failed)
            startTransition(() => setAnswer(next))
          })
        }
      },
      onInput: ({ target }) => {
        if (sentence === null || !isField(target)) return
        if (isOfField && field !== target.name) return
        const limit = fields[target.name] ?? null
        if (limit === null || fits(target, limit)) setMended(state)
      },
    },
  }
}

/** The state after an action that threw: the text stays in the fields. Rethrows redirects. */
function failed(error: unknown): FormState {
  if (isWayElsewhere(error)) throw error
  return { ...untouched, problem: sentenceOf(error) }
}

/** A redirect, or a page that does not exist. */
function isWayElsewhere(error: unknown): boolean {
  return error instanceof Error && 'digest' in error && String(error.digest).startsWith('NEXT_')
}

function sentenceOf(error: unknown): string {
  if (isActionGone(error)) return 'Hubbub was updated. Copy what you wrote, and reload this page.'
  // The request failed on the network.
  if (error instanceof TypeError)
    return 'It could not be sent. Check your connection, and try again.'
  // Errors within the server have no message here.
  if (!(error instanceof Error) || 'digest' in error) return 'It did not work. Please try again.'
  return error.message
}

type FormField = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement

function isField(target: EventTarget): target is FormField {
  return (
    target instanceof HTMLInputElement ||
    target instanceof HTMLSelectElement ||
    target instanceof HTMLTextAreaElement
  )
}

function isSame(form: HTMLFormElement, sent: FormData): boolean {
  return [...new FormData(form)].every(
    ([name, value]) => name === 'ref' || sent.get(name) === value,
  )
}

function fits({ value, required }: FormField, limit: number): boolean {
  const words = asWritten(value)
  return (words !== '' || !required) && tooLong(words, limit) === null
}
