// The words of a post, a comment or a profile, with their links and mentions.
import Link from 'next/link'
import { memo } from 'react'
import { linkClass } from '../ui/button.ts'
import { parseText } from './parse-text.ts'

export const BodyText = memo(function BodyText({ body }: { body: string }) {
  return parseText(body).map((piece, index) => {
    if (piece.kind === 'text') return <span key={index}>{piece.text}</span>
    if (piece.kind === 'mention') {
      return (
        <Link key={index} href={`/@${piece.handle}`} prefetch={false} className={linkClass}>
          {piece.text}
        </Link>
      )
    }
    return (
      <a
        key={index}
        href={piece.href}
        title={piece.href}
        rel="nofollow noopener ugc"
        className={linkClass}
      >
        {piece.text}
      </a>
    )
  })
})
