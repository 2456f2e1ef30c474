// The content of a paragraph: emphasis, code, links and mentions.
'use client'
import { inlineWords } from '#platform/text/plain-words.ts'
import type { Inline } from '#platform/text/read-inline.ts'
import { isPlainLabel, shownAddress, shownHost } from '#platform/text/shown-address.ts'
import { linkClass } from '../button.ts'
import { MentionLink } from './mention-link.tsx'

export function Words({ words }: { words: readonly Inline[] }) {
  return words.map((word, index) => <Word key={index} word={word} />)
}

function Word({ word }: { word: Inline }) {
  switch (word.kind) {
    case 'text':
      return word.text
    case 'strong':
      return (
        <strong className="font-semibold">
          <Words words={word.words} />
        </strong>
      )
    case 'emphasis':
      return (
        <em>
          <Words words={word.words} />
        </em>
      )
    case 'code':
      return (
        <code dir="ltr" className="code-inline">
          {word.text}
        </code>
      )
    case 'mention':
      return <MentionLink handle={word.handle} text={word.text} />
    case 'link':
      return <Anchor href={word.href} words={word.words} />
    default:
      return word satisfies never
  }
}

/** A link must not mislead: if its text looks like a URL, the real host is shown beside it. */
function Anchor({ href, words }: { href: string; words: readonly Inline[] | null }) {
  const label = words ? inlineWords(words) : ''
  const isBare = words === null || label.trim() === ''
  return (
    <>
      <a
        href={href}
        title={href}
        rel="nofollow noopener ugc"
        dir={isBare ? 'ltr' : 'auto'}
        className={linkClass}
      >
        {isBare ? shownAddress(href) : <Words words={words} />}
      </a>
      {isBare || isPlainLabel(label) ? null : (
        <span dir="ltr" className="text-note text-muted">
          {' '}
          ({shownHost(href)})
        </span>
      )}
    </>
  )
}
