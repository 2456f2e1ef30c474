// Shown in the feed before its first post.
'use client'
import Link from 'next/link'
import { useViewer } from '#features/profiles/use-profile.ts'
import { buttonClass } from '#ui/button.ts'
import { composerId } from './composer-id.ts'

export function EmptyFeed() {
  const viewer = useViewer()
  return (
    <div className="py-16 text-center">
      <p className="text-xl font-semibold tracking-tight">It is quiet here.</p>
      <p className="mx-auto mt-2 max-w-sm text-read text-balance text-muted">
        Nobody has said anything yet. Somebody has to be first, and it might as well be you.
      </p>
      <div className="mt-6 flex justify-center gap-3">
        {viewer ? (
          <a href={`#${composerId}`} className={buttonClass('quiet')}>
            Write the first post
          </a>
        ) : (
          <>
            <Link href="/sign-up?back=/" prefetch={false} className={buttonClass('primary')}>
              Sign up
            </Link>
            <Link href="/sign-in?back=/" prefetch={false} className={buttonClass('quiet')}>
              Sign in
            </Link>
          </>
        )}
      </div>
    </div>
  )
}
