// The words of a draft where no WebSocket gets through: read again every two seconds.
'use client'
import { useEffect, useState } from 'react'
import { z } from 'zod'

const everyMs = 2_000
const answerSchema = z.object({ text: z.string() })

/** Null until there is an answer. */
export function usePolledText(
  draftId: string,
  linkKey: string | null,
  wanted: boolean,
): string | null {
  const [text, setText] = useState<string | null>(null)
  useEffect(() => {
    if (!wanted) return undefined
    const abort = new AbortController()
    const query = linkKey === null ? '' : `?key=${encodeURIComponent(linkKey)}`
    const ask = async (): Promise<void> => {
      try {
        const response = await fetch(`/api/drafts/${draftId}${query}`, { signal: abort.signal })
        if (response.ok) setText(answerSchema.parse(await response.json()).text)
      } catch {
        // The next one may come through.
      }
    }
    void ask()
    const timer = setInterval(() => void ask(), everyMs)
    return () => {
      clearInterval(timer)
      abort.abort()
    }
  }, [draftId, linkKey, wanted])
  return text
}
