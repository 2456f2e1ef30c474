// The line with a text's author and time.
import Link from 'next/link'
import type { ReactNode } from 'react'
import type { Author } from '#platform/author.ts'
import { Avatar } from './avatar.tsx'
import { Time } from './time.tsx'
import { Contained } from './contained.tsx'

export function Byline({
  author,
  at,
  editedAt,
  href,
  end,
}: {
  author: Author
  at: string
  editedAt?: string | null
  /** The URL of the time's link; without it the time is no link. */
  href?: string
  end?: ReactNode
}) {
  return (
    <div className="flex items-center gap-3">
      <Link
        href={`/@${author.handle}`}
        prefetch={false}
        className="group flex min-h-11 min-w-0 items-center gap-3"
      >
        <Avatar person={author} />
        <span className="min-w-0 leading-tight">
          <span className="block truncate font-semibold group-hover:underline">
            <Contained text={author.name} />
          </span>
          <span className="block truncate text-note text-muted">
            <bdi dir="ltr">@{author.handle}</bdi>
          </span>
        </span>
      </Link>
      <span className="ms-auto flex shrink-0 items-center text-note whitespace-nowrap text-muted">
        {href ? (
          <Link
            href={href}
            prefetch={false}
            className="inline-flex min-h-11 min-w-11 items-center justify-end hover:text-ink hover:underline"
          >
            <Time at={at} />
          </Link>
        ) : (
          <Time at={at} />
        )}
        {editedAt ? <span className="ms-1.5">· edited</span> : null}
        {end}
      </span>
    </div>
  )
}
