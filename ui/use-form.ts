// A form that its action answers: with scripts nothing that was typed is taken away, and a sentence goes as soon as what
// it names is mended.
'use client'
import { unstable_isUnrecognizedActionError as isActionGone } from 'next/navigation'
import { startTransition, useActionState, useEffect, useRef, useState, useTransition } from 'react'
import type { FormEvent, RefObject } from 'react'
import { asWritten, tooLong } from '#platform/text/words.ts'
import { untouched } from './form-state.ts'
import type { FormAction, FormState } from './form-state.ts'

interface Form {
  /** The last answer. */
  state: FormState
  busy: boolean
  /** What the answer says of one of the fields, until it is mended. */
  problemOf: (field: string) => string | null
  /** What it says of anything else. */
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
 * `fields`: those that show what is said of them, with how many characters they may have at most.
 * `send`: goes in the action's place where there are scripts.
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
    // What was written while it was under way stays.
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
      // Submitted by hand: a form's action would empty its fields.
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

/** What an action that was not done says: what was written stays in the fields. Throws on what leads elsewhere. */
function failed(error: unknown): FormState {
  if (isWayElsewhere(error)) throw error
  return { ...untouched, problem: sentenceOf(error) }
}

/** A redirect, or a page that is not there. */
function isWayElsewhere(error: unknown): boolean {
  return error instanceof Error && 'digest' in error && String(error.digest).startsWith('NEXT_')
}

function sentenceOf(error: unknown): string {
  if (isActionGone(error)) return 'Hubbub was updated. Copy what you wrote, and reload this page.'
  // A request that did not get through.
  if (error instanceof TypeError)
    return 'It could not be sent. Check your connection, and try again.'
  // What failed within the server is nothing that it tells.
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
