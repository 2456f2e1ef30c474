// A page with a single message and a link.
import type { ReactNode } from 'react'

export function NoticePage({
  title,
  children,
  way,
}: {
  title: ReactNode
  children: ReactNode
  way: ReactNode
}) {
  return (
    <div className="column py-16 sm:py-24">
      <h1 className="text-2xl font-semibold tracking-tight text-balance">{title}</h1>
      <p className="mt-3 max-w-prose text-read text-muted">{children}</p>
      <div className="mt-8 flex flex-wrap gap-3">{way}</div>
    </div>
  )
}
