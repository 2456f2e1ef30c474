'use client'
// Puts one Live below the whole page, for as long as the same person reads.
import { createContext, use, useEffect, useMemo } from 'react'
import type { ReactNode } from 'react'
import { Live } from './live.ts'
import type { LiveOptions } from './live.ts'

const LiveContext = createContext<Live | null>(null)

/** Connects after hydration; once per page tree, in the root layout. */
export function LiveProvider({ children, ...options }: LiveOptions & { children: ReactNode }) {
  const person = options.viewer?.id
  // Another person is another world: nothing of the one before stays.
  // oxlint-disable-next-line react/exhaustive-deps
  const live = useMemo(() => new Live(options), [person])
  useEffect(() => live.start(), [live])
  return <LiveContext value={live}>{children}</LiveContext>
}

/** The Live above this component. */
export function useLive(): Live {
  const live = use(LiveContext)
  if (!live) throw new Error('A live component stands outside LiveProvider.')
  return live
}
