'use client'
// Sends the commands of a feature.
import { useCallback, useMemo } from 'react'
import type { AnswerFor, CommandName, Input } from '../protocol/feature.ts'
import type { FeatureClient } from '../client/define.ts'
import { useLive } from './live-provider.tsx'

/** A command of a feature; its `ref` is made when it has none. */
type Given<F> = { [C in CommandName<F>]: { type: C; ref?: string } & Input<F, C> }[CommandName<F>]

interface Send<F> {
  <C extends Given<F>>(command: C): Promise<AnswerFor<F, C['type'] & CommandName<F>>>
}

/** Sends a command of a feature: shown at once, kept until acknowledged. Resolves with the answer. */
export function useCommand<F>(_client: FeatureClient<F, unknown>): Send<F> {
  const { commands } = useLive()
  return useCallback(
    <C extends Given<F>>(command: C) =>
      // The answer to a command is what its feature says it is.
      commands.dispatch(command) as Promise<AnswerFor<F, C['type'] & CommandName<F>>>,
    [commands],
  )
}

/** What to do with something of one's own that was refused and kept for its words. */
export function useRetry(): { retry(ref: string): void; discard(ref: string): void } {
  const { commands } = useLive()
  return useMemo(
    () => ({
      retry: (ref: string) => commands.retry(ref),
      discard: (ref: string) => commands.discard(ref),
    }),
    [commands],
  )
}
