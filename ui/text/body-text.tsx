// The text of a post, a comment, a message or a profile. Text without Markdown is shown at once; for other text the parser is loaded.
'use client'
import { memo, Suspense } from 'react'
import { mayHaveMarks } from '#platform/text/marks.ts'
import { deferred } from '#ui/deferred.ts'
import { PlainText } from './plain-text.tsx'

// A text that arrives live must be formatted at once, so the parser is loaded ahead.
const useFormatted = deferred(() => import('./formatted-text.tsx'), { ahead: true })

/** `note`: shown after the text, such as that it was edited. */
export const BodyText = memo(function BodyText({ body, note }: { body: string; note?: string }) {
  const plain = <PlainText text={body} note={note} />
  if (!mayHaveMarks(body)) return plain
  // The server's HTML stays until the parser is loaded; a long page is visible before its scripts.
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
