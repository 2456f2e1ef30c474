// The line that says who is typing: an overlay, which moves nothing.
'use client'
import { useTyping } from '#live/react/use-signals.ts'
import type { Author } from '#platform/author.ts'
import type { Topic } from '#live/protocol/topics.ts'
import { typingWords } from './typing-words.ts'
import { isolated } from '#platform/text/names.ts'

export function TypingLine({ topic }: { topic: Topic }) {
  const words = typingWords(useTyping<Author>(topic).map(({ name }) => isolated(name)))
  return (
    <p
      className={`pointer-events-none absolute bottom-full left-5 mb-2 max-w-[calc(100%-2.5rem)] truncate rounded-full bg-sunken px-3 py-0.5 text-note text-muted ${words === '' ? 'invisible' : 'arrive'}`}
    >
      {words}
    </p>
  )
}
