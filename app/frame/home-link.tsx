// The site's name: a link to the top of the feed, which on the feed itself shows the new posts.
'use client'
import Link from 'next/link'
import { usePathname } from 'next/navigation'
import { useRevealFeed } from '#features/posts/use-posts.ts'
import { Wordmark } from './wordmark.tsx'

export function HomeLink() {
  const path = usePathname()
  const reveal = useRevealFeed()
  return (
    <Link
      href="/"
      prefetch={false}
      aria-label="Hubbub, to the feed"
      className="-ms-2 me-auto flex h-11 items-center rounded-full px-2"
      onClick={(event) => {
        const isElsewhere = path !== '/' || window.location.search !== ''
        if (isElsewhere || event.metaKey || event.ctrlKey || event.shiftKey) return
        event.preventDefault()
        reveal()
        window.scrollTo({ top: 0 })
      }}
    >
      <Wordmark />
    </Link>
  )
}
