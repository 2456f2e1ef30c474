// Renders text without Markdown: paragraphs, each in its own direction, with mentions as links.
'use client'
import { findMentions } from '#platform/text/mentions.ts'
import { MentionLink } from './mention-link.tsx'
import { Note } from './note.tsx'

const gap = /\n(?:[^\S\n]*\n)+/

export function PlainText({ text, note }: { text: string; note: string | undefined }) {
  const parts = text.split(new RegExp(`(${gap.source})`))
  return parts.map((part, index) =>
    index % 2 === 1 ? (
      '\n'.repeat(part.split('\n').length - 2)
    ) : (
      <p key={index} dir="auto">
        <WithMentions text={part} />
        {index === parts.length - 1 ? <Note note={note} /> : null}
      </p>
    ),
  )
}

function WithMentions({ text }: { text: string }) {
  const mentions = findMentions(text)
  if (mentions.length === 0) return text
  const ends = [0, ...mentions.map(({ end }) => end)]
  return [
    ...mentions.flatMap(({ start, end, handle }, index) => [
      text.slice(ends[index], start),
      <MentionLink key={start} handle={handle} text={text.slice(start, end)} />,
    ]),
    text.slice(ends.at(-1)),
  ]
}
