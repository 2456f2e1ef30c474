'use client'
// Hooks that send a feature's commands, and retry or discard refused ones.
import { useCallback, useMemo } from 'react'
import type { AnswerFor, CommandName, Input } from '../protocol/feature.ts'
import type { FeatureClient } from '../client/define.ts'
import { useLive } from './live-provider.tsx'

/** A command of a feature; without a `ref` it gets one. */
type Given<F> = { [C in CommandName<F>]: { type: C; ref?: string } & Input<F, C> }[CommandName<F>]

interface Send<F> {
  <C extends Given<F>>(command: C): Promise<AnswerFor<F, C['type'] & CommandName<F>>>
}

/** Sends a command: shown optimistically at once, kept until acknowledged. Resolves with the answer. */
export function useCommand<F>(_client: FeatureClient<F, unknown>): Send<F> {
  const { commands } = useLive()
  return useCallback(
    <C extends Given<F>>(command: C) =>
      // The feature's types say what the answer holds.
      commands.dispatch(command) as Promise<AnswerFor<F, C['type'] & CommandName<F>>>,
    [commands],
  )
}

/** Retries or discards a refused command that was kept (`keepsWords`). */
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
