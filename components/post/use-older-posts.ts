// Fetches the page of posts that follows `next`, when it is asked for or when the end comes near.
'use client'
import { useEffect, useRef, useState } from 'react'
import type { RefObject } from 'react'
import { z } from 'zod'
import { postView } from '#protocol/views.ts'

const olderSchema = z.object({
  posts: z.array(postView),
  next: z.string().nullable(),
  liked: z.array(z.string()),
  cursor: z.string(),
})
export type OlderPosts = z.infer<typeof olderSchema>

const ahead = '800px'
const patience = 15_000

interface Older {
  state: 'ready' | 'loading' | 'failed'
  load: () => void
  /** Put it on the link: when it comes near, the page loads. */
  end: RefObject<HTMLAnchorElement | null>
}

export function useOlderPosts(
  next: string | null,
  author: string | null,
  onPage: (page: OlderPosts) => void,
): Older {
  const [state, setState] = useState<Older['state']>('ready')
  const end = useRef<HTMLAnchorElement>(null)

  function load() {
    if (next === null || state === 'loading') return
    setState('loading')
    fetchOlder(next, author).then(
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
      { rootMargin: ahead },
    )
    observer.observe(link)
    return () => observer.disconnect()
  })

  return { state, load, end }
}

async function fetchOlder(before: string, author: string | null): Promise<OlderPosts> {
  const query = new URLSearchParams({ before, ...(author ? { author } : {}) })
  const response = await fetch(`/api/feed?${query}`, { signal: AbortSignal.timeout(patience) })
  if (!response.ok) throw new Error(`The feed answered ${response.status}.`)
  return olderSchema.parse(await response.json())
}
