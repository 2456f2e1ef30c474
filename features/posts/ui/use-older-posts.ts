// Loads the page of posts that follows `next`, when asked or when its link scrolls near.
'use client'
import { useEffect, useRef, useState } from 'react'
import type { RefObject } from 'react'
import { fetchAnswer } from '#live/client/fetch-answer.ts'
import type { PostsAnswer } from '../protocol.ts'
import { whenSought } from '#ui/reading/sought.ts'

const ahead = '800px'

interface Older {
  state: 'ready' | 'loading' | 'failed'
  load: () => void
  /** A ref for the link: when it scrolls near, the page loads. */
  end: RefObject<HTMLAnchorElement | null>
}

export function useOlderPosts(
  next: string | null,
  author: string | null,
  onPage: (page: PostsAnswer) => void,
): Older {
  const [state, setState] = useState<Older['state']>('ready')
  const end = useRef<HTMLAnchorElement>(null)

  function load(many = false) {
    if (next === null || state === 'loading') return
    setState('loading')
    fetchOlder(next, author, many).then(
      (page) => {
        onPage(page)
        setState('ready')
      },
      () => setState('failed'),
    )
  }

  // Loads further pages when the post that the reader goes back to is further down.
  useEffect(() =>
    whenSought('post', (id) => {
      if (next !== null && id < next && state === 'ready') load(true)
    }),
  )

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

  return { state, load: () => load(), end }
}

function fetchOlder(before: string, author: string | null, many: boolean): Promise<PostsAnswer> {
  const query = new URLSearchParams({
    before,
    ...(author ? { author } : {}),
    ...(many ? { many: '1' } : {}),
  })
  return fetchAnswer(`/api/feed?${query}`, async () => (await import('../protocol.ts')).postsAnswer)
}
