// The page for URLs that do not exist.
import type { Metadata } from 'next'
import Link from 'next/link'
import { buttonClass } from '#ui/button.ts'
import { NoticePage } from '#ui/notice-page.tsx'

export const metadata: Metadata = { title: 'Not found' }

export default function NotFound() {
  return (
    <NoticePage
      title="There is nothing here"
      way={
        <Link href="/" prefetch={false} className={buttonClass('primary')}>
          Back to the feed
        </Link>
      }
    >
      Perhaps it was deleted, or the address has a slip in it.
    </NoticePage>
  )
}
