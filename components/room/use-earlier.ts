// Fetches the page of messages before `previous`, when it is asked for or when its place comes near.
'use client'
import { useEffect, useRef, useState } from 'react'
import type { RefObject } from 'react'
import { z } from 'zod'
import { messageView } from '#protocol/rooms.ts'

const pageSchema = z.object({
  messages: z.array(messageView),
  previous: z.string().nullable(),
  cursor: z.string(),
})
export type EarlierMessages = z.infer<typeof pageSchema>

const ahead = '600px'
const patience = 15_000

export function useEarlier(
  /** Where the pages are. */
  path: string,
  previous: string | null,
  onPage: (page: EarlierMessages) => void,
): {
  state: 'ready' | 'loading' | 'failed'
  load: () => void
  end: RefObject<HTMLAnchorElement | null>
} {
  const [state, setState] = useState<'ready' | 'loading' | 'failed'>('ready')
  const end = useRef<HTMLAnchorElement>(null)

  function load() {
    if (previous === null || state === 'loading') return
    setState('loading')
    fetchMessages(path, { before: previous }).then(
      (page) => {
        onPage(page)
        setState('ready')
      },
      () => setState('failed'),
    )
  }

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

  return { state, load, end }
}

/** Messages of a talk: those before one, or those that hold some words. */
export async function fetchMessages(
  path: string,
  query: { before: string } | { q: string },
): Promise<EarlierMessages> {
  const response = await fetch(`${path}?${new URLSearchParams(query)}`, {
    signal: AbortSignal.timeout(patience),
  })
  if (!response.ok) throw new Error(`The room answered ${response.status}.`)
  return pageSchema.parse(await response.json())
}
