// Shown when an update of this page was not accepted: the reason, and the text to copy before the draft is opened again.
'use client'
import { useState } from 'react'
import { buttonClass } from '#ui/button.ts'
import { Problem } from '#ui/problem.tsx'

export function Untaken({ why, words }: { why: string; words: string }) {
  const [said, setSaid] = useState('')
  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(words)
      setSaid('Copied')
    } catch {
      setSaid('It could not be copied: select it in the field.')
    }
  }
  return (
    <section aria-label="A change was not taken" className="space-y-3 border-b border-line py-4">
      <Problem>{`${why} This page has left the draft; your text is here, to take along.`}</Problem>
      <textarea
        readOnly
        aria-label="Your text"
        value={words}
        rows={12}
        onFocus={(event) => event.currentTarget.select()}
        className="w-full rounded-xl border border-edge bg-raised p-3"
      />
      <div className="flex flex-wrap items-center gap-3">
        <button type="button" className={buttonClass('primary')} onClick={() => void copy()}>
          Copy your text
        </button>
        <button type="button" className={buttonClass('quiet')} onClick={() => location.reload()}>
          Open the draft anew
        </button>
        <p role="status" className="text-note text-muted">
          {said}
        </p>
      </div>
    </section>
  )
}
