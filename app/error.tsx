// The error page of a page that could not be rendered.
'use client'
import Link from 'next/link'
import { unstable_isUnrecognizedActionError as isActionGone } from 'next/navigation'
import { buttonClass } from '#ui/button.ts'
import { NoticePage } from '#ui/notice-page.tsx'

export default function PageError({ error, retry }: { error: unknown; retry: () => void }) {
  const toFeed = (
    <Link href="/" prefetch={false} className={buttonClass('quiet')}>
      Back to the feed
    </Link>
  )
  if (isOutdated(error)) {
    return (
      <NoticePage
        title="Hubbub was updated"
        way={
          <>
            <button
              type="button"
              className={buttonClass('primary')}
              onClick={() => window.location.reload()}
            >
              Reload
            </button>
            {toFeed}
          </>
        }
      >
        This page is older than what runs now. Posts, comments and messages that you began are kept.
        Reload, then do it again.
      </NoticePage>
    )
  }
  return (
    <NoticePage
      title="This page did not work"
      way={
        <>
          <button type="button" className={buttonClass('primary')} onClick={() => retry()}>
            Try again
          </button>
          {toFeed}
        </>
      }
    >
      Something went wrong on our side. What you wrote is kept. Wait a moment, then try again.
    </NoticePage>
  )
}

/** Whether the page asked for a server action or a chunk that the server no longer has, because it is an older build's. */
function isOutdated(error: unknown): boolean {
  return isActionGone(error) || (error instanceof Error && error.name === 'ChunkLoadError')
}
