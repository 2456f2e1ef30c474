'use client'
// Hooks for presence and typing.
import { useCallback, useMemo } from 'react'
import type { Actor } from '../protocol/actor.ts'
import type { Topic } from '../protocol/topics.ts'
import type { Here } from '../client/signals.ts'
import { useLive } from './live-provider.tsx'
import { useReading } from './use-reading.ts'
import type { Reading } from './use-reading.ts'

/** The presence of a topic; null while unknown, e.g. over a transport without signals. */
export function useHere<A extends Actor>(topic: Topic): Here<A> | null {
  const reading = useMemo<Reading<Here<A> | null, A>>(
    () => ({
      keys: [`here:${topic}`],
      compute: (live) => live.signals.here(topic),
      same: Object.is,
      given: null,
    }),
    [topic],
  )
  return useReading(reading)
}

/** The other users who are typing in the topic. */
export function useTyping<A extends Actor>(topic: Topic): A[] {
  const reading = useMemo<Reading<A[], A>>(
    () => ({
      keys: [`typing:${topic}`, 'viewer'],
      compute: (live) =>
        live.signals.typing(topic).filter(({ id }) => id !== live.store.viewer?.id),
      same: (a, b) => a.length === b.length && a.every((each, index) => each.id === b[index]?.id),
      given: [],
    }),
    [topic],
  )
  return useReading(reading)
}

/** `typed` sends a typing signal to the topic's subscribers; call `sent` when the message was sent. */
export function useTypingSigns(topic: Topic): { typed(): void; sent(): void } {
  const { typing } = useLive()
  const typed = useCallback(() => typing.typed(topic), [typing, topic])
  const sent = useCallback(() => typing.sent(topic), [typing, topic])
  return useMemo(() => ({ typed, sent }), [typed, sent])
}
