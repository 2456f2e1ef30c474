// Loads the page of messages before `previous`, when asked or when the reader scrolls near it.
'use client'
import { useEffect, useRef, useState } from 'react'
import type { RefObject } from 'react'
import { fetchAnswer } from '#live/client/fetch-answer.ts'
import type { MessagesAnswer } from '../protocol.ts'
import { whenSought } from '#ui/reading/sought.ts'

const ahead = '600px'

export function useEarlier(
  /** The URL of the pages. */
  path: string,
  previous: string | null,
  /** `before`: the cursor that was requested. */
  onPage: (page: MessagesAnswer, before: string) => void,
): {
  state: 'ready' | 'loading' | 'failed'
  load: () => void
  end: RefObject<HTMLAnchorElement | null>
} {
  const [state, setState] = useState<'ready' | 'loading' | 'failed'>('ready')
  const end = useRef<HTMLAnchorElement>(null)

  function load(many = false) {
    if (previous === null || state === 'loading') return
    setState('loading')
    fetchMessages(path, { before: previous, ...(many ? { many: '1' } : {}) }).then(
      (page) => {
        onPage(page, previous)
        setState('ready')
      },
      () => setState('failed'),
    )
  }

  // Loads earlier pages when the message that the reader goes back to is further up.
  useEffect(() =>
    whenSought('message', (id) => {
      if (previous !== null && id < previous && state === 'ready') load(true)
    }),
  )

  useEffect(() => {
    const link = end.current
    if (!link || state !== 'ready') return undefined
    const observer = new IntersectionObserver(
      (entries) => {
        if (entries.some((entry) => entry.isIntersecting)) load()
      },
      { root: link.closest('[role=log]'), rootMargin: ahead },
    )
    observer.observe(link)
    return () => observer.disconnect()
  })

  return { state, load: () => load(), end }
}

/** Fetches messages of a talk: those before one, or those that match a search. */
export function fetchMessages(
  path: string,
  query: { before: string; many?: string } | { q: string },
): Promise<MessagesAnswer> {
  return fetchAnswer(
    `${path}?${new URLSearchParams(query)}`,
    async () => (await import('../protocol.ts')).messagesAnswer,
  )
}
