// Polls a draft's text every two seconds where no WebSocket gets through.
'use client'
import { useEffect, useState } from 'react'
import { fetchAnswer } from '#live/client/fetch-answer.ts'
import type { PublishedView } from '../channel.ts'

const everyMs = 2_000

/** Null until the first answer. */
export function usePolledText(
  draftId: string,
  linkKey: string | null,
  wanted: boolean,
  onPublished: (published: PublishedView | null) => void,
): string | null {
  const [text, setText] = useState<string | null>(null)
  useEffect(() => {
    if (!wanted) return undefined
    let over = false
    const query = linkKey === null ? '' : `?key=${encodeURIComponent(linkKey)}`
    const ask = async (): Promise<void> => {
      try {
        const path = `/api/drafts/${draftId}${query}`
        const answer = await fetchAnswer(
          path,
          async () => (await import('../channel.ts')).draftAnswer,
        )
        if (over) return
        setText(answer.text)
        onPublished(answer.published)
      } catch {
        // The next request may succeed.
      }
    }
    void ask()
    const timer = setInterval(() => void ask(), everyMs)
    return () => {
      clearInterval(timer)
      over = true
    }
  }, [draftId, linkKey, wanted, onPublished])
  return text
}
