// The live connection below the whole page, told how this framework says that an action is gone.
'use client'
import { unstable_isUnrecognizedActionError as isActionGone } from 'next/navigation'
import type { ReactNode } from 'react'
import { LiveProvider } from '#features/hooks.tsx'
import type { LiveOptions } from '#features/hooks.tsx'

export function LivePage({ children, ...options }: LiveOptions & { children: ReactNode }) {
  return (
    <LiveProvider {...options} isActionGone={isActionGone}>
      {children}
    </LiveProvider>
  )
}
