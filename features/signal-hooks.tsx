'use client'
// What components know of who is here and who is typing.
import { useCallback, useMemo } from 'react'
import type { Topic } from '#live/protocol/topics.ts'
import type { Author } from '#platform/author.ts'
import { useLive } from './live-provider.tsx'
import type { Here as HereOf } from '#live/client/signals.ts'
import { useReading } from './use-reading.ts'
import type { Reading } from './use-reading.ts'

export type Here = HereOf<Author>

/** Who follows the topic now; null while that is not known, e.g. over a transport without signals. */
export function useHere(topic: Topic): Here | null {
  const reading = useMemo<Reading<Here | null>>(
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

/** Who else types there now. */
export function useTyping(topic: Topic): Author[] {
  const reading = useMemo<Reading<Author[]>>(
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

/** Tells the others of the topic that this reader types, or has sent what they typed. */
export function useTypingSigns(topic: Topic): { typed(): void; sent(): void } {
  const { typing } = useLive()
  const typed = useCallback(() => typing.typed(topic), [typing, topic])
  const sent = useCallback(() => typing.sent(topic), [typing, topic])
  return useMemo(() => ({ typed, sent }), [typed, sent])
}
