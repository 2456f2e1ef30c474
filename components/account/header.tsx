// The line above every page: the way home, whether the page is live, and who is reading.
'use client'
import Link from 'next/link'
import { useViewer } from '#client/hooks.tsx'
import { ConnectionSign } from '../live/connection-sign.tsx'
import { RoomsLink } from '../room/rooms-link.tsx'
import { ViewerMenu } from './viewer-menu.tsx'
import { Wordmark } from './wordmark.tsx'

const accountClass =
  'inline-flex min-h-11 items-center rounded-full px-3 font-medium whitespace-nowrap hover:bg-sunken'

export function Header() {
  const viewer = useViewer()
  return (
    <header className="sticky top-0 z-20 border-b border-line bg-paper">
      <div className="column flex h-14 items-center gap-1">
        <Link
          href="/"
          prefetch={false}
          aria-label="Hubbub, to the feed"
          className="-ml-2 mr-auto flex h-11 items-center rounded-full px-2"
        >
          <Wordmark />
        </Link>
        <ConnectionSign />
        {viewer ? (
          <>
            <RoomsLink />
            <ViewerMenu viewer={viewer} />
          </>
        ) : (
          <nav aria-label="Account" className="flex items-center">
            <Link href="/sign-in" prefetch={false} className={`${accountClass} text-ink`}>
              Sign in
            </Link>
            <Link href="/sign-up" prefetch={false} className={`${accountClass} -mr-3 text-accent`}>
              Sign up
            </Link>
          </nav>
        )}
      </div>
    </header>
  )
}
