// The button that begins a draft.
'use client'
import { buttonClass } from '#ui/button.ts'
import { RefInput } from '#ui/ref-input.tsx'

export function BeginDraft({ begin }: { begin: (form: FormData) => Promise<void> }) {
  return (
    <form action={begin}>
      <RefInput form="draft" />
      <button type="submit" className={buttonClass('primary')}>
        Begin a draft
      </button>
    </form>
  )
}
