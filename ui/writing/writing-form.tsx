// A form for text: unsent text is stored, characters are counted near the limit, Ctrl or Cmd with Enter sends.
'use client'
import { useActionState, useId, useState } from 'react'
import type { FormEvent, KeyboardEvent, ReactNode } from 'react'
import { buttonClass } from '#ui/button.ts'
import { untouched } from '#ui/form-state.ts'
import type { FormAction } from '#ui/form-state.ts'
import { isSending } from './keys.ts'
import { Left, tooLongSentence } from './left.tsx'
import { Problem } from '#ui/problem.tsx'
import { useFormRef } from '#ui/render-moment.tsx'
import { useWriting } from './use-writing.ts'
import { WritingArea } from './writing-area.tsx'

interface Writing {
  /** Names the form and its stored text. */
  name: string
  limit: number
  label: string
  placeholder: string
  button: string
  fieldId?: string
  action: FormAction
  /** Called for every change by the writer. */
  typed?: () => void
  /** Enter sends, and Shift with Enter begins a new line; on a touch screen Enter always begins one. */
  enterSends?: boolean
  /** Sends the text; after an error it stays in the list as pending, with its message. */
  send: (body: string) => void
  /** Hidden inputs for the form without scripts. */
  children?: ReactNode
}

export function WritingForm(props: Writing) {
  const [state, action] = useActionState(props.action, untouched)
  const [touched, setTouched] = useState(false)
  const { field, left, tooLong, onInput, read, clear } = useWriting(props.name, props.limit)
  const ref = useFormRef(props.name)
  const generated = useId()
  const id = props.fieldId ?? generated
  const isOver = left !== null && left < 0
  // The error of a form sent without scripts, until hydration and a change of the text.
  const told = touched && !isOver ? null : state.problem
  const sentence = tooLong ? tooLongSentence : told

  function send() {
    const body = read()
    if (body === null || body === '') {
      field.current?.focus()
      return
    }
    clear()
    setTouched(true)
    props.send(body)
  }

  function onSubmit(event: FormEvent) {
    event.preventDefault()
    send()
  }

  function onKeyDown(event: KeyboardEvent) {
    if (!isSending(event, props.enterSends === true)) return
    event.preventDefault()
    send()
  }

  return (
    <form action={action} onSubmit={onSubmit} className="space-y-2">
      <input type="hidden" name="ref" value={ref} />
      {props.children}
      <label htmlFor={id} className="sr-only">
        {props.label}
      </label>
      {/* Wraps: where large text leaves no room in one line, the button stands below. */}
      <div className="flex flex-wrap items-end justify-end gap-2">
        <WritingArea
          ref={field}
          id={id}
          name="body"
          dir="auto"
          required
          rows={1}
          given={state.values['body']}
          autoComplete="off"
          placeholder={props.placeholder}
          aria-invalid={isOver || sentence !== null ? true : undefined}
          aria-describedby={`${id}-note`}
          onInput={() => {
            onInput()
            setTouched(true)
            props.typed?.()
          }}
          onKeyDown={onKeyDown}
          className="min-w-0 flex-1 basis-40 rounded-2xl px-4 text-read placeholder:text-muted"
        />
        <button type="submit" className={buttonClass('primary', 'min-h-12 shrink-0')}>
          {props.button}
        </button>
      </div>
      <Left count={left} />
      <div id={`${id}-note`}>{sentence ? <Problem>{sentence}</Problem> : null}</div>
    </form>
  )
}
