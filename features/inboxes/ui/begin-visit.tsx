// The form by which a visitor without an account writes to an inbox.
'use client'
import { inboxLimits } from '../limits.ts'
import { buttonClass } from '#ui/button.ts'
import { Field } from '#ui/field.tsx'
import type { FormAction } from '#ui/form-state.ts'
import { Left, tooLongSentence } from '#ui/writing/left.tsx'
import { Problem } from '#ui/problem.tsx'
import { RefInput } from '#ui/ref-input.tsx'
import { useForm } from '#ui/use-form.ts'
import { useWriting } from '#ui/writing/use-writing.ts'
import { WritingArea } from '#ui/writing/writing-area.tsx'
import { firstWords } from './first-words.ts'

const shown = { name: inboxLimits.name, body: inboxLimits.message }

export function BeginVisit({ inboxId, begin }: { inboxId: string; begin: FormAction }) {
  const { state, busy, problemOf, problem, form } = useForm(begin, shown)
  const { field, left, tooLong, onInput, read } = useWriting(
    firstWords(inboxId),
    inboxLimits.message,
  )
  const bodyProblem = tooLong ? tooLongSentence : problemOf('body')
  return (
    <form
      {...form}
      onSubmit={(event) => {
        if (read() !== null) return form.onSubmit(event)
        event.preventDefault()
        field.current?.focus()
      }}
      className="space-y-5"
    >
      <RefInput form={`visit-${inboxId}`} state={state} />
      <input type="hidden" name="inboxId" value={inboxId} />
      <Field
        label="Your name"
        name="name"
        required
        autoComplete="name"
        defaultValue={state.values['name'] ?? ''}
        problem={problemOf('name')}
      />
      <div className="space-y-1.5">
        <label htmlFor="body" className="block font-medium">
          Your message
        </label>
        <div>
          <WritingArea
            ref={field}
            id="body"
            name="body"
            required
            rows={5}
            dir="auto"
            autoComplete="off"
            given={state.values['body']}
            aria-invalid={bodyProblem !== null || (left !== null && left < 0) ? true : undefined}
            aria-describedby="body-note"
            onInput={onInput}
            className="min-h-36 rounded-xl px-3.5"
          />
        </div>
        <Left count={left} />
        <div id="body-note">{bodyProblem === null ? null : <Problem>{bodyProblem}</Problem>}</div>
      </div>
      {problem === null ? null : <Problem>{problem}</Problem>}
      <button type="submit" aria-disabled={busy} className={buttonClass('primary')}>
        Send
      </button>
    </form>
  )
}
