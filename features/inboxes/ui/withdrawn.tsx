// Shown in place of a conversation whose link was withdrawn while it was open; it keeps the text not sent yet.
'use client'
import Link from 'next/link'
import { buttonClass } from '#ui/button.ts'
import { NoticePage } from '#ui/notice-page.tsx'

export function Withdrawn({ unsent }: { unsent: readonly string[] }) {
  return (
    <div role="status">
      <NoticePage
        title="This link no longer opens anything"
        way={
          <Link href="/" prefetch={false} className={buttonClass('primary')}>
            To the feed
          </Link>
        }
      >
        It was withdrawn by those whom you wrote to.
        {unsent.length > 0 ? ' What you had not sent yet, to take with you:' : ''}
        {unsent.map((text, index) => (
          <span key={index} dir="auto" className="mt-3 block whitespace-pre-wrap text-ink">
            {text}
          </span>
        ))}
      </NoticePage>
    </div>
  )
}
