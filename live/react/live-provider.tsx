'use client'
// Puts one Live below the whole page, for as long as the same person reads.
import { createContext, use, useEffect, useMemo } from 'react'
import type { ReactNode } from 'react'
import type { Actor } from '../protocol/actor.ts'
import { Live } from '../client/live.ts'
import type { LiveOptions } from '../client/live.ts'

/** The Live of the page; an app of one connection has it as its default. */
export const LiveContext = createContext<unknown>(null)

/** The Live of a page without a provider: see create-client.tsx. */
export const lone: { live: unknown } = { live: null }

/** Connects after hydration; once per page tree, in the root layout. */
export function LiveProvider<A extends Actor>({
  children,
  ...options
}: LiveOptions<A> & { children: ReactNode }) {
  const person = options.viewer?.id
  // Another person is another world: nothing of the one before stays.
  // oxlint-disable-next-line react/exhaustive-deps
  const live = useMemo(() => new Live(options), [person])
  useEffect(() => live.start(), [live])
  return <LiveContext value={live}>{children}</LiveContext>
}

/** The Live above this component. `A`: what its provider was told of people beside their ids. */
export function useLive<A extends Actor = Actor>(): Live<A> {
  const live = use(LiveContext) ?? lone.live
  if (!live) throw new Error('A live component stands outside LiveProvider.')
  // Only a provider puts something there, and an app has one kind of people.
  return live as Live<A>
}
