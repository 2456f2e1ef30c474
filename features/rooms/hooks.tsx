'use client'
// What components know of rooms and of the talk in them.
import { useCallback, useEffect, useLayoutEffect, useMemo } from 'react'
import type { MessagePage, OwnRoom, RoomView } from './protocol.ts'
import type { Author } from '#platform/author.ts'
import { useLive } from '#features/live-provider.tsx'
import type { ShownMessage } from './pending-messages.ts'
import type { Note } from './talks-store.ts'
import { sameList } from './use-rooms.ts'
import { useReading } from '#features/use-reading.ts'
import type { Reading } from '#features/use-reading.ts'

export type { ShownMessage } from './pending-messages.ts'
export type { Note } from './talks-store.ts'

/** The conversations of an inbox that are not done, those with the newest messages first. */
export function useConversations(inboxId: string): readonly OwnRoom[] {
  const { initialRooms } = useLive()
  const reading = useMemo<Reading<readonly OwnRoom[]>>(() => {
    const of = (rooms: readonly OwnRoom[]) =>
      rooms.filter(
        ({ room: { conversation } }) => conversation?.inboxId === inboxId && !conversation.done,
      )
    return {
      keys: ['rooms'],
      compute: (live) => of(live.store.rooms.list),
      same: sameList,
      given: of(initialRooms),
    }
  }, [inboxId, initialRooms])
  return useReading(reading)
}

/** The reader's own room as it is now; null while they are not in it. */
export function useOwnRoom(roomId: string, given: OwnRoom | null): OwnRoom | null {
  const reading = useMemo<Reading<OwnRoom | null>>(
    () => ({
      keys: ['rooms'],
      compute: ({ store: { rooms } }) =>
        rooms.get(roomId) ?? (rooms.hasLeft(roomId) ? null : given),
      same: Object.is,
      given,
    }),
    [roomId, given],
  )
  return useReading(reading)
}

export interface TalkPage {
  cursor: string
  room: RoomView
  /** Null for whoever reads a public room without being in it. */
  own: OwnRoom | null
  page: MessagePage
  people: Author[]
  /** A page of long ago is shown as it was read. */
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
    sameList(a.messages, b.messages)
  )
}

/** The talk in a room, followed while mounted: oldest first, one's own unconfirmed messages below. */
export function useTalk({ cursor, room, own, page, people, isNewest }: TalkPage): {
  talk: ShownTalk
  prepend(page: MessagePage & { cursor: string }, before: string): void
} {
  const live = useLive()
  const roomId = room.id
  useLayoutEffect(() => {
    if (own && !live.store.rooms.hasLeft(roomId)) live.store.rooms.put(own)
    if (isNewest) live.store.talks.open(roomId, page, people)
  }, [live, own, roomId, page, people, isNewest])
  useEffect(() => live.hold([`room:${roomId}`], cursor), [live, roomId, cursor])
  const inboxId = room.conversation?.inboxId
  useEffect(
    () => (inboxId === undefined ? undefined : live.hold([`room:${inboxId}`], cursor)),
    [live, inboxId, cursor],
  )
  useEffect(() => live.connection.speakOften(), [live])
  const reading = useMemo<Reading<ShownTalk>>(() => {
    const given = { messages: page.messages, notes: [], people, previous: page.previous }
    return {
      keys: [`talk:${roomId}`, 'pending:messages', 'viewer'],
      compute: ({ store, pending }) => {
        if (!isNewest) return given
        const known = store.talks.get(roomId) ?? given
        const messages = pending.messages(known.messages, roomId, store.viewer)
        return { ...known, messages }
      },
      same: sameTalk,
      given,
    }
  }, [roomId, page, people, isNewest])
  const talk = useReading(reading)
  const prepend = useCallback(
    (older: MessagePage & { cursor: string }, before: string) => {
      live.store.talks.prepend(roomId, older, before)
      // What happened to them since they were read.
      live.connection.subscribe([`room:${roomId}`], older.cursor)
    },
    [live, roomId],
  )
  return { talk, prepend }
}

/** Keeps a talk short whose end is being read: a page may be left open for days. */
export function useShortTalk(roomId: string, length: number, atEnd: boolean): void {
  const live = useLive()
  useEffect(() => {
    if (atEnd) live.store.talks.trim(roomId)
  }, [live, roomId, length, atEnd])
}

/** Who is in a room where nothing is said itself, followed while mounted. */
export function useRoomPeople(
  roomId: string,
  given: readonly Author[],
  cursor: string,
): readonly Author[] {
  const live = useLive()
  useLayoutEffect(
    () => live.store.talks.open(roomId, { messages: [], previous: null }, given),
    [live, roomId, given],
  )
  useEffect(() => live.hold([`room:${roomId}`], cursor), [live, roomId, cursor])
  const reading = useMemo<Reading<readonly Author[]>>(
    () => ({
      keys: [`talk:${roomId}`],
      compute: ({ store }) => store.talks.get(roomId)?.people ?? given,
      same: Object.is,
      given,
    }),
    [roomId, given],
  )
  return useReading(reading)
}

/** Notes here at once, and at the server, that everything up to a message has been read. */
export function useMarkRead(roomId: string): (upTo: string) => void {
  const live = useLive()
  return useCallback(
    (upTo: string) => {
      const own = live.store.rooms.get(roomId)
      if (!own || upTo <= own.readUpTo) return
      live.store.rooms.read(roomId, upTo)
      void live.dispatch({ type: 'readRoom', roomId, upTo })
    },
    [live, roomId],
  )
}
