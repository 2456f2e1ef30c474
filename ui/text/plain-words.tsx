// A text without its Markdown, for one line or a list of search results.
'use client'
import { Suspense } from 'react'
import { mayHaveMarks } from '#platform/text/marks.ts'
import { deferred } from '../deferred.ts'

const useWords = deferred(() => import('#platform/text/plain-words.ts'))

export function PlainWords({ text }: { text: string }) {
  if (!mayHaveMarks(text)) return text
  return (
    <Suspense fallback={text}>
      <Read text={text} />
    </Suspense>
  )
}

function Read({ text }: { text: string }) {
  const { plainWords } = useWords()
  return plainWords(text)
}
