// The page layout of signing in and signing up, with a link from one to the other.
import Link from 'next/link'
import type { ReactNode } from 'react'
import { linkClass } from '#ui/button.ts'
import type { Purpose } from './account-form.tsx'

export function AccountPage({
  title,
  lead,
  question,
  other,
  purpose,
  children,
}: {
  title: string
  lead: string
  question: string
  other: { path: '/sign-in' | '/sign-up'; label: string }
  purpose: Purpose
  children: ReactNode
}) {
  const query = new URLSearchParams({
    ...(purpose.back === '/' ? {} : { back: purpose.back }),
    ...(purpose.like ? { like: purpose.like } : {}),
  }).toString()
  return (
    <div className="mx-auto w-full max-w-md px-5 pt-10 pb-16 sm:pt-16">
      <h1 className="text-3xl font-bold tracking-tight">{title}</h1>
      <p className="mt-2 mb-8 text-read text-muted">{lead}</p>
      {children}
      <p className="mt-8 text-muted">
        {question}{' '}
        <Link
          href={query ? `${other.path}?${query}` : other.path}
          prefetch={false}
          className={linkClass}
        >
          {other.label}
        </Link>
      </p>
    </div>
  )
}
