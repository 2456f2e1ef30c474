// A mention in a text: a link to the person's profile.
import Link from 'next/link'
import { linkClass } from '../button.ts'

export function MentionLink({ handle, text }: { handle: string; text: string }) {
  return (
    <Link href={`/@${handle}`} prefetch={false} className={linkClass}>
      {text}
    </Link>
  )
}
