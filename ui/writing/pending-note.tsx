// The status of a pending command; after an error, buttons to retry or discard it.
'use client'
import { useRetry } from '#live/react/use-command.ts'
import type { Pending } from '#live/client/pending.ts'
import { WaitingWords } from '#ui/live/waiting-words.tsx'
import { Problem } from '#ui/problem.tsx'

export function PendingNote({ pending }: { pending: Pending }) {
  const { retry, discard } = useRetry()
  if (pending.state === 'sending') {
    return <p className="flex min-h-11 items-center text-note text-muted">Sending…</p>
  }
  if (pending.state === 'waiting') {
    return (
      <p className="flex min-h-11 items-center text-note text-muted">
        <WaitingWords wait={pending.wait ?? { for: 'answer' }} />
      </p>
    )
  }
  return (
    <div className="mt-1 flex flex-wrap items-center gap-x-4">
      <Problem>{pending.message ?? 'It could not be sent.'}</Problem>
      <div className="flex gap-1">
        <button type="button" className={noteButton} onClick={() => retry(pending.ref)}>
          Try again
        </button>
        <button type="button" className={noteButton} onClick={() => discard(pending.ref)}>
          Discard
        </button>
      </div>
    </div>
  )
}

const noteButton =
  'min-h-11 rounded-full px-3 text-note font-medium text-accent hover:bg-sunken hover:text-accent-strong'
