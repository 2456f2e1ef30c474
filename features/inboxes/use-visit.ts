'use client'
// Hooks of the visitor's page: the messages, and those not acknowledged yet.
import { useCallback, useEffect, useLayoutEffect, useMemo, useSyncExternalStore } from 'react'
import type { MessagePage } from '#features/rooms/protocol.ts'
import type { Author } from '#platform/author.ts'
import { roomsClient } from '#features/rooms/client.ts'
import type { ShownTalk } from '#features/rooms/use-talk.ts'
import { useLive } from '#live/react/live-provider.tsx'
import { useReading } from '#live/react/use-reading.ts'
import type { Reading } from '#live/react/use-reading.ts'
import { useTopics } from '#live/react/use-topics.ts'
import { useComposerTexts } from '#ui/writing/composer-texts-provider.tsx'
import { inboxesClient } from './client.ts'
import { VisitOutbox } from './visit-outbox.ts'
import type { VisitSend } from './visit-outbox.ts'

export interface VisitPage {
  cursor: string
  visit: { id: string; inbox: Author; visitor: Author }
  page: MessagePage
}

/** A visit's messages, subscribed to while mounted, oldest first. */
export function useVisitTalk({ cursor, visit, page }: VisitPage): {
  talk: ShownTalk
  prepend(page: MessagePage & { cursor: string }, before: string): void
} {
  const live = useLive()
  const topic = `visit:${visit.id}` as const
  useLayoutEffect(
    () => live.stateOf(roomsClient).talks.open(visit.id, page, []),
    [live, visit.id, page],
  )
  useTopics([topic], cursor)
  useEffect(() => live.connection.speakOften(), [live])
  const reading = useMemo<Reading<ShownTalk>>(() => {
    const given = { messages: page.messages, notes: [], people: [], previous: page.previous }
    return {
      keys: [`talk:${visit.id}`],
      compute: (from) => from.stateOf(roomsClient).talks.get(visit.id) ?? given,
      same: Object.is,
      given,
    }
  }, [visit.id, page])
  const prepend = useCallback(
    (older: MessagePage & { cursor: string }, before: string) => {
      live.stateOf(roomsClient).talks.prepend(visit.id, older, before)
      live.connection.subscribe([topic], older.cursor)
    },
    [live, visit.id, topic],
  )
  return { talk: useReading(reading), prepend }
}

interface Withdrawal {
  /** Texts that were not sent. */
  unsent: readonly string[]
}

/** Null while the visitor's link works; `composer`: the storage name of the text being written. */
export function useWithdrawn(visitId: string, composer: string): Withdrawal | null {
  const composerTexts = useComposerTexts()
  const reading = useMemo<Reading<Withdrawal | null>>(
    () => ({
      keys: [`withdrawn:${visitId}`],
      compute: (live) => {
        if (!live.stateOf(inboxesClient).isWithdrawn(visitId)) return null
        return { unsent: [composerTexts.of(composer)].filter((text) => text.trim() !== '') }
      },
      same: (a, b) => (a === null) === (b === null),
      given: null,
    }),
    [visitId, composer, composerTexts],
  )
  return useReading(reading)
}

const nothing: readonly VisitSend[] = []

/** The visitor's messages not acknowledged yet, and how to send one. */
export function useVisitSends(visitId: string): {
  sends: readonly VisitSend[]
  send(body: string): void
  retry(ref: string): void
  discard(ref: string): void
} {
  const live = useLive()
  const outbox = useMemo(
    () => new VisitOutbox(visitId, (message) => live.stateOf(roomsClient).talks.put(message)),
    [live, visitId],
  )
  useEffect(() => outbox.start(), [outbox])
  const sends = useSyncExternalStore(
    outbox.subscribe,
    () => outbox.sends,
    () => nothing,
  )
  return {
    sends,
    send: (body) => outbox.send(body),
    retry: (ref) => outbox.retry(ref),
    discard: (ref) => outbox.discard(ref),
  }
}
