// The words of a post, a comment, a message or a profile. What has no marks is shown at once; for the rest a reader of
// Markdown is fetched.
'use client'
import { memo, Suspense } from 'react'
import { mayHaveMarks } from '#platform/text/marks.ts'
import { deferred } from '#ui/deferred.ts'
import { PlainText } from './plain-text.tsx'

// A text that arrives live is to be right at once: so the reader is there before.
const useFormatted = deferred(() => import('./formatted-text.tsx'), { ahead: true })

/** `note`: what is said behind the words, such as that they were edited. */
export const BodyText = memo(function BodyText({ body, note }: { body: string; note?: string }) {
  const plain = <PlainText text={body} note={note} />
  if (!mayHaveMarks(body)) return plain
  // What the server rendered stays until the code for it is here; a long page shows it before its scripts do.
  const meanwhile = typeof window === 'undefined' ? <Formatted text={body} note={note} /> : plain
  return (
    <Suspense fallback={meanwhile}>
      <Formatted text={body} note={note} />
    </Suspense>
  )
})

function Formatted({ text, note }: { text: string; note: string | undefined }) {
  const { FormattedText } = useFormatted()
  return <FormattedText text={text} note={note} />
}
