// Links to the viewer's own pages: in their menu, and on their profile, which works without scripts too.
import { Bookmark, PenLine } from 'lucide-react'
import Link from 'next/link'
import { buttonClass } from '#ui/button.ts'

export const ownPages = [
  { href: '/drafts', label: 'Drafts', Icon: PenLine },
  { href: '/bookmarks', label: 'Bookmarks', Icon: Bookmark },
] as const

export function OwnPages() {
  return ownPages.map(({ href, label, Icon }) => (
    <Link key={href} href={href} prefetch={false} className={buttonClass('quiet')}>
      <Icon aria-hidden="true" className="size-4" />
      {label}
    </Link>
  ))
}
