// A link to a person's page; visitors without an account have none.
import Link from 'next/link'
import type { ReactNode } from 'react'
import type { Author } from '#platform/author.ts'

/** `isHidden`: hidden from screen readers and the keyboard, when the same link is beside it as text. */
export function PersonLink({
  person,
  className = '',
  isHidden = false,
  children,
}: {
  person: Author
  className?: string
  isHidden?: boolean
  children: ReactNode
}) {
  if (person.handle === '') {
    return (
      <span className={className} aria-hidden={isHidden}>
        {children}
      </span>
    )
  }
  return (
    <Link
      href={`/@${person.handle}`}
      prefetch={false}
      tabIndex={isHidden ? -1 : undefined}
      aria-hidden={isHidden}
      className={`hover:underline ${className}`}
    >
      {children}
    </Link>
  )
}
