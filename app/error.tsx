// A page that could not be made.
'use client'
import Link from 'next/link'
import { buttonClass } from '#components/ui/button.ts'
import { NoticePage } from '#components/ui/notice-page.tsx'

export default function PageError({ retry }: { error: unknown; retry: () => void }) {
  return (
    <NoticePage
      title="This page did not work"
      way={
        <>
          <button type="button" className={buttonClass('primary')} onClick={() => retry()}>
            Try again
          </button>
          <Link href="/" prefetch={false} className={buttonClass('quiet')}>
            Back to the feed
          </Link>
        </>
      }
    >
      Something went wrong on our side. What you wrote is kept. Wait a moment, then try again.
    </NoticePage>
  )
}
