// The header of every page: home link, connection sign, and the viewer's menu.
'use client'
import Link from 'next/link'
import { useViewer } from '#features/profiles/use-profile.ts'
import { ConnectionSign } from '#ui/live/connection-sign.tsx'
import { RoomsLink } from '#features/rooms/ui/rooms-link.tsx'
import { HomeLink } from './home-link.tsx'
import { ViewerMenu } from './viewer-menu.tsx'

const accountClass =
  'inline-flex min-h-11 items-center rounded-full px-3 font-medium whitespace-nowrap hover:bg-sunken'

/** In narrow windows with large text the site's name is hidden first, then the header takes two lines. */
export function Header() {
  const viewer = useViewer()
  return (
    <header className="top-0 z-20 border-b border-line bg-paper tall:sticky">
      <div className="column">
        <div className="@container">
          <div className="flex min-h-14 flex-wrap items-center justify-end gap-x-1 @max-[16rem]:gap-x-0 @max-[12rem]:[&_:is(a,button)]:w-auto @max-[12rem]:[&_:is(a,button)]:min-w-0 @max-[12rem]:[&_:is(a,button)]:px-1">
            <HomeLink />
            <ConnectionSign />
            {viewer ? (
              <>
                <RoomsLink />
                <ViewerMenu viewer={viewer} />
              </>
            ) : (
              <nav aria-label="Account" className="-me-3 flex items-center">
                <Link href="/sign-in" prefetch={false} className={`${accountClass} text-ink`}>
                  Sign in
                </Link>
                <Link href="/sign-up" prefetch={false} className={`${accountClass} text-accent`}>
                  Sign up
                </Link>
              </nav>
            )}
          </div>
        </div>
      </div>
    </header>
  )
}
