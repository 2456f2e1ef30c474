// The words of a post, a comment or a profile, with their links and mentions.
'use client'
import Link from 'next/link'
import { memo, Suspense } from 'react'
import { linkClass } from '../ui/button.ts'
import { deferred } from '../ui/deferred.ts'
import { mayLink, parseText } from './parse-text.ts'
import type { Piece } from './parse-text.ts'

export const BodyText = memo(function BodyText({ body }: { body: string }) {
  const plain = <Pieces pieces={parseText(body, [])} />
  if (!mayLink(body)) return plain
  // What the server rendered stays until the code for it is here; a long page shows it before its scripts do.
  const meanwhile = typeof window === 'undefined' ? <LinkedText body={body} /> : plain
  return (
    <Suspense fallback={meanwhile}>
      <LinkedText body={body} />
    </Suspense>
  )
})

const useFinder = deferred(() => import('./find-links.ts'))

function LinkedText({ body }: { body: string }) {
  const { findLinks } = useFinder()
  return <Pieces pieces={parseText(body, findLinks(body))} />
}

function Pieces({ pieces }: { pieces: readonly Piece[] }) {
  return pieces.map((piece, index) => {
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
}
