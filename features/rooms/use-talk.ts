'use client'
// Hooks for the messages of a room.
import { useCallback, useEffect, useLayoutEffect, useMemo } from 'react'
import { sameItems } from '#live/client/same.ts'
import { useLive } from '#live/react/live-provider.tsx'
import { useReading } from '#live/react/use-reading.ts'
import type { Reading } from '#live/react/use-reading.ts'
import { useTopics } from '#live/react/use-topics.ts'
import type { Author } from '#platform/author.ts'
import { roomsClient } from './client.ts'
import { overMessages } from './pending-messages.ts'
import type { ShownMessage } from './pending-messages.ts'
import type { MessagePage, OwnRoom, RoomView } from './protocol.ts'
import type { Note } from './talks-store.ts'

export interface TalkPage {
  cursor: string
  room: RoomView
  /** Null for a viewer who reads a public room without being a member. */
  own: OwnRoom | null
  page: MessagePage
  people: Author[]
  /** False for an older page, which is shown as it was read. */
  isNewest: boolean
}

export interface ShownTalk {
  messages: readonly ShownMessage[]
  notes: readonly Note[]
  people: readonly Author[]
  /** The `before` of the page before it; null at the beginning. */
  previous: string | null
}

function sameTalk(a: ShownTalk, b: ShownTalk): boolean {
  return (
    a.notes === b.notes &&
    a.people === b.people &&
    a.previous === b.previous &&
    sameItems(a.messages, b.messages)
  )
}

/** The messages of a room, subscribed to while mounted: oldest first, the viewer's unconfirmed ones last. */
export function useTalk({ cursor, room, own, page, people, isNewest }: TalkPage): {
  talk: ShownTalk
  prepend(page: MessagePage & { cursor: string }, before: string): void
} {
  const live = useLive()
  const roomId = room.id
  useLayoutEffect(() => {
    const { rooms, talks } = live.stateOf(roomsClient)
    if (own && !rooms.hasLeft(roomId)) rooms.put(own)
    if (isNewest) talks.open(roomId, page, people)
  }, [live, own, roomId, page, people, isNewest])
  const inboxId = room.conversation?.inboxId
  useTopics([`room:${roomId}`], cursor)
  useTopics(inboxId === undefined ? [] : [`room:${inboxId}`], cursor)
  useEffect(() => live.connection.speakOften(), [live])
  const reading = useMemo<Reading<ShownTalk, Author>>(() => {
    const given = { messages: page.messages, notes: [], people, previous: page.previous }
    return {
      keys: [`talk:${roomId}`, 'pending:messages', 'viewer'],
      compute: (from) => {
        if (!isNewest) return given
        const known = from.stateOf(roomsClient).talks.get(roomId) ?? given
        const changes = from.pending.of(roomsClient)
        return {
          ...known,
          messages: overMessages(known.messages, roomId, from.store.viewer, changes),
        }
      },
      same: sameTalk,
      given,
    }
  }, [roomId, page, people, isNewest])
  const talk = useReading(reading)
  const prepend = useCallback(
    (older: MessagePage & { cursor: string }, before: string) => {
      live.stateOf(roomsClient).talks.prepend(roomId, older, before)
      // The changes of these older messages since their page was read.
      live.connection.subscribe([`room:${roomId}`], older.cursor)
    },
    [live, roomId],
  )
  return { talk, prepend }
}

/** Trims a talk whose end is being read: a page may be left open for days. */
export function useShortTalk(roomId: string, length: number, atEnd: boolean): void {
  const live = useLive()
  useEffect(() => {
    if (atEnd) live.stateOf(roomsClient).talks.trim(roomId)
  }, [live, roomId, length, atEnd])
}
