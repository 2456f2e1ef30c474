'use client'
// React context with the page's Live, one per viewer.
import { createContext, use, useEffect, useMemo } from 'react'
import type { ReactNode } from 'react'
import type { Actor } from '../protocol/actor.ts'
import { Live } from '../client/live.ts'
import type { LiveOptions } from '../client/live.ts'

/** The page's Live; null without a provider. */
export const LiveContext = createContext<unknown>(null)

/** The default Live of a page without a provider: see create-client.tsx. */
export const lone: { live: unknown } = { live: null }

/** Connects after hydration; once per page tree, in the root layout. */
export function LiveProvider<A extends Actor>({
  children,
  ...options
}: LiveOptions<A> & { children: ReactNode }) {
  const person = options.viewer?.id
  // Another viewer gets a new Live, so that nothing of the previous viewer's state remains.
  // oxlint-disable-next-line react/exhaustive-deps
  const live = useMemo(() => new Live(options), [person])
  useEffect(() => live.start(), [live])
  return <LiveContext value={live}>{children}</LiveContext>
}

/** The Live of the nearest provider. Throws without one. `A`: the app's type of user. */
export function useLive<A extends Actor = Actor>(): Live<A> {
  const live = use(LiveContext) ?? lone.live
  if (!live) throw new Error('A live component stands outside LiveProvider.')
  // Safe: only providers set it, and an app has one type of user.
  return live as Live<A>
}
