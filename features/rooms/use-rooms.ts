'use client'
// Hooks for the viewer's rooms, on every page.
import { useCallback, useLayoutEffect, useMemo } from 'react'
import { sameItems } from '#live/client/same.ts'
import { useLive } from '#live/react/live-provider.tsx'
import { useCommand } from '#live/react/use-command.ts'
import { useReading } from '#live/react/use-reading.ts'
import type { Reading } from '#live/react/use-reading.ts'
import { useTopics } from '#live/react/use-topics.ts'
import type { Author } from '#platform/author.ts'
import { roomsClient } from './client.ts'
import type { Asked, Invitation, OwnRoom, RoomView } from './protocol.ts'

const none: readonly never[] = []

/** The viewer's rooms as the page was rendered with them. */
function useInitialRooms(): readonly OwnRoom[] {
  return useLive().initialOwn(roomsClient)?.rooms ?? none
}

/** The viewer's rooms, those with the newest messages first. */
export function useRooms(): readonly OwnRoom[] {
  const given = useInitialRooms()
  const reading = useMemo<Reading<readonly OwnRoom[]>>(
    () => ({
      keys: ['rooms'],
      compute: (live) => live.stateOf(roomsClient).rooms.list,
      same: sameItems,
      given,
    }),
    [given],
  )
  return useReading(reading)
}

/** Public rooms that the viewer is not in, subscribed to while mounted: those of the page, and those made since. */
export function useOpenRooms(given: readonly RoomView[], cursor: string): readonly RoomView[] {
  useTopics(['rooms'], cursor)
  const reading = useMemo<Reading<readonly RoomView[]>>(
    () => ({
      keys: ['rooms'],
      compute: (live) => {
        const { rooms } = live.stateOf(roomsClient)
        const known = new Set(given.map(({ id }) => id))
        const made = rooms.made.filter(({ id }) => !known.has(id))
        return [...given, ...made].filter(({ id }) => !rooms.get(id))
      },
      same: sameItems,
      given,
    }),
    [given],
  )
  return useReading(reading)
}

/** The number of unread messages in all rooms. */
export function useUnread(): number {
  const given = useInitialRooms().reduce((sum, { unread }) => sum + unread, 0)
  const reading = useMemo<Reading<number>>(
    () => ({
      keys: ['rooms'],
      compute: (live) => live.stateOf(roomsClient).rooms.unread,
      same: Object.is,
      given,
    }),
    [given],
  )
  return useReading(reading)
}

/** The viewer's invitations, newest first. */
export function useInvitations(): readonly Invitation[] {
  const given = useLive().initialOwn(roomsClient)?.invitations ?? none
  const reading = useMemo<Reading<readonly Invitation[]>>(
    () => ({
      keys: ['invitations', 'rooms'],
      compute: (live) => {
        const { invitations, rooms } = live.stateOf(roomsClient)
        return invitations.own.filter(({ room }) => !rooms.get(room.id))
      },
      same: sameItems,
      given,
    }),
    [given],
  )
  return useReading(reading)
}

/** Who is invited into a room whose page is shown. */
export function useAsked(roomId: string, given: readonly Asked[]): readonly Asked[] {
  const live = useLive()
  useLayoutEffect(
    () => live.stateOf(roomsClient).invitations.open(roomId, given),
    [live, roomId, given],
  )
  const reading = useMemo<Reading<readonly Asked[]>>(
    () => ({
      keys: [`asked:${roomId}`],
      compute: (from) => from.stateOf(roomsClient).invitations.asked(roomId) ?? given,
      same: Object.is,
      given,
    }),
    [roomId, given],
  )
  return useReading(reading)
}

/** The conversations of an inbox that are not done, those with the newest messages first. */
export function useConversations(inboxId: string): readonly OwnRoom[] {
  const initialRooms = useInitialRooms()
  const reading = useMemo<Reading<readonly OwnRoom[]>>(() => {
    const of = (rooms: readonly OwnRoom[]) =>
      rooms.filter(
        ({ room: { conversation } }) => conversation?.inboxId === inboxId && !conversation.done,
      )
    return {
      keys: ['rooms'],
      compute: (live) => of(live.stateOf(roomsClient).rooms.list),
      same: sameItems,
      given: of(initialRooms),
    }
  }, [inboxId, initialRooms])
  return useReading(reading)
}

/** The viewer's own room as it is now; null while they are not in it. */
export function useOwnRoom(roomId: string, given: OwnRoom | null): OwnRoom | null {
  const reading = useMemo<Reading<OwnRoom | null>>(
    () => ({
      keys: ['rooms'],
      compute: (live) => {
        const { rooms } = live.stateOf(roomsClient)
        return rooms.get(roomId) ?? (rooms.hasLeft(roomId) ? null : given)
      },
      same: Object.is,
      given,
    }),
    [roomId, given],
  )
  return useReading(reading)
}

/** The members of a room without messages of its own (an inbox), subscribed to while mounted. */
export function useRoomPeople(
  roomId: string,
  given: readonly Author[],
  cursor: string,
): readonly Author[] {
  const live = useLive()
  useLayoutEffect(
    () => live.stateOf(roomsClient).talks.open(roomId, { messages: [], previous: null }, given),
    [live, roomId, given],
  )
  useTopics([`room:${roomId}`], cursor)
  const reading = useMemo<Reading<readonly Author[]>>(
    () => ({
      keys: [`talk:${roomId}`],
      compute: (from) => from.stateOf(roomsClient).talks.get(roomId)?.people ?? given,
      same: Object.is,
      given,
    }),
    [roomId, given],
  )
  return useReading(reading)
}

/** Marks everything up to a message as read, in the store at once and on the server. */
export function useMarkRead(roomId: string): (upTo: string) => void {
  const live = useLive()
  const send = useCommand(roomsClient)
  return useCallback(
    (upTo: string) => {
      const { rooms } = live.stateOf(roomsClient)
      const own = rooms.get(roomId)
      if (!own || upTo <= own.readUpTo) return
      rooms.read(roomId, upTo)
      void send({ type: 'readRoom', roomId, upTo })
    },
    [live, send, roomId],
  )
}
