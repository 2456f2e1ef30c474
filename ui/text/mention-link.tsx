// A person named in a text: leads to their profile.
import Link from 'next/link'
import { linkClass } from '../button.ts'

export function MentionLink({ handle, text }: { handle: string; text: string }) {
  return (
    <Link href={`/@${handle}`} prefetch={false} className={linkClass}>
      {text}
    </Link>
  )
}
