// An introduction for signed-out viewers.
import Link from 'next/link'
import { linkClass } from '#ui/button.ts'

export function Welcome() {
  return (
    <section aria-label="About Hubbub" className="border-b border-line py-7">
      <p className="text-2xl leading-snug font-semibold tracking-tight text-balance">
        What people here are saying, as they say it.
      </p>
      <p className="mt-1.5 text-muted">
        Read along, or{' '}
        <Link href="/sign-up?back=/" prefetch={false} className={linkClass}>
          join in
        </Link>
        .
      </p>
    </section>
  )
}
