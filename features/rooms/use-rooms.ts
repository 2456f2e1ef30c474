'use client'
// What every page knows of its reader's rooms.
import { useEffect, useLayoutEffect, useMemo } from 'react'
import type { Asked, Invitation, OwnRoom, RoomView } from './protocol.ts'
import { useLive } from '#features/live-provider.tsx'
import { useReading } from '#features/use-reading.ts'
import type { Reading } from '#features/use-reading.ts'

export function sameList<T>(a: readonly T[], b: readonly T[]): boolean {
  return a.length === b.length && a.every((each, index) => each === b[index])
}

/** The reader's rooms, those with the newest messages first. */
export function useRooms(): readonly OwnRoom[] {
  const { initialRooms: given } = useLive()
  const reading = useMemo<Reading<readonly OwnRoom[]>>(
    () => ({ keys: ['rooms'], compute: (live) => live.store.rooms.list, same: sameList, given }),
    [given],
  )
  return useReading(reading)
}

/** Public rooms that the reader is not in, followed while mounted: those of the page, and those made since. */
export function useOpenRooms(given: readonly RoomView[], cursor: string): readonly RoomView[] {
  const live = useLive()
  useEffect(() => live.hold(['rooms'], cursor), [live, cursor])
  const reading = useMemo<Reading<readonly RoomView[]>>(
    () => ({
      keys: ['rooms'],
      compute: ({ store: { rooms } }) => {
        const known = new Set(given.map(({ id }) => id))
        const made = rooms.made.filter(({ id }) => !known.has(id))
        return [...given, ...made].filter(({ id }) => !rooms.get(id))
      },
      same: sameList,
      given,
    }),
    [given],
  )
  return useReading(reading)
}

/** How many messages wait in all rooms. */
export function useUnread(): number {
  const { initialRooms } = useLive()
  const given = initialRooms.reduce((sum, { unread }) => sum + unread, 0)
  const reading = useMemo<Reading<number>>(
    () => ({
      keys: ['rooms'],
      compute: (live) => live.store.rooms.unread,
      same: Object.is,
      given,
    }),
    [given],
  )
  return useReading(reading)
}

/** Into which rooms the reader is asked, the newest question first. */
export function useInvitations(): readonly Invitation[] {
  const { initialInvitations: given } = useLive()
  const reading = useMemo<Reading<readonly Invitation[]>>(
    () => ({
      keys: ['invitations', 'rooms'],
      compute: ({ store }) => store.invitations.own.filter(({ room }) => !store.rooms.get(room.id)),
      same: sameList,
      given,
    }),
    [given],
  )
  return useReading(reading)
}

/** Who is asked into a room whose page is shown and followed. */
export function useAsked(roomId: string, given: readonly Asked[]): readonly Asked[] {
  const live = useLive()
  useLayoutEffect(() => live.store.invitations.open(roomId, given), [live, roomId, given])
  const reading = useMemo<Reading<readonly Asked[]>>(
    () => ({
      keys: [`asked:${roomId}`],
      compute: ({ store }) => store.invitations.asked(roomId) ?? given,
      same: Object.is,
      given,
    }),
    [roomId, given],
  )
  return useReading(reading)
}
