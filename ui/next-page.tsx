// The link to the next page of a list.
import Link from 'next/link'
import { buttonClass } from './button.ts'

/** Renders nothing when there is no such page: `href` null. */
export function NextPage({ href, children }: { href: string | null; children: string }) {
  if (href === null) return null
  return (
    <Link href={href} prefetch={false} className={buttonClass('quiet', 'mt-4')}>
      {children}
    </Link>
  )
}
