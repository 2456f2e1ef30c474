// The link to older posts at the end of a list, which loads them when it scrolls near.
'use client'
import type { RefObject } from 'react'
import { buttonClass } from '#ui/button.ts'
import { Problem } from '#ui/problem.tsx'

export function OlderLink({
  href,
  state,
  load,
  end,
}: {
  href: string
  state: 'ready' | 'loading' | 'failed'
  load: () => void
  end: RefObject<HTMLAnchorElement | null>
}) {
  return (
    <div className="flex flex-col items-center gap-3 py-8">
      {state === 'failed' ? <Problem>Older posts could not be fetched.</Problem> : null}
      <a
        ref={end}
        href={href}
        rel="next"
        aria-busy={state === 'loading'}
        className={buttonClass('quiet')}
        onClick={(event) => {
          if (event.metaKey || event.ctrlKey || event.shiftKey) return
          event.preventDefault()
          load()
        }}
      >
        {state === 'failed' ? 'Try again' : state === 'loading' ? 'Fetching…' : 'Older posts'}
      </a>
    </div>
  )
}
