// The top of the messages: the beginning of the talk, or a link to earlier messages.
'use client'
import type { ReactNode } from 'react'
import { buttonClass } from '#ui/button.ts'
import { Problem } from '#ui/problem.tsx'
import { useEarlier } from './use-earlier.ts'
import type { MessagesAnswer } from '../protocol.ts'

/** `children`: shown at the beginning of the talk. `href`: the page before, for browsers without scripts. */
export function EarlierMessages({
  path,
  href,
  previous,
  onPage,
  children,
}: {
  path: string
  href: string
  previous: string | null
  onPage: (page: MessagesAnswer, before: string) => void
  children: ReactNode
}) {
  const { state, load, end } = useEarlier(path, previous, onPage)
  if (previous === null) {
    return <p className="max-w-prose pb-4 text-note text-muted">{children}</p>
  }
  return (
    <div className="flex flex-col items-center gap-3 pb-4">
      {state === 'failed' ? <Problem>Earlier messages could not be fetched.</Problem> : null}
      <a
        ref={end}
        href={`${href}?before=${previous}`}
        rel="prev"
        className={buttonClass('quiet')}
        onClick={(event) => {
          if (event.metaKey || event.ctrlKey || event.shiftKey) return
          event.preventDefault()
          load()
        }}
      >
        {state === 'loading' ? 'Fetching…' : 'Earlier messages'}
      </a>
    </div>
  )
}
