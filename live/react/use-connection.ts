'use client'
// What components know of the connection, and of what could not be done over it.
import { useCallback, useMemo } from 'react'
import { initialState, sameState } from '../client/connection-state.ts'
import type { ConnectionState } from '../client/connection-state.ts'
import type { Notice } from '../client/notices.ts'
import type { Pace } from '../client/pace.ts'
import { useLive } from './live-provider.tsx'
import { useReading } from './use-reading.ts'
import type { Reading } from './use-reading.ts'

const connectionReading: Reading<ConnectionState> = {
  keys: ['connection'],
  compute: (live) => live.connection.state,
  same: sameState,
  given: initialState,
}

/** How the live connection is doing. */
export function useConnection(): ConnectionState {
  return useReading(connectionReading)
}

const waitingReading: Reading<number> = {
  keys: ['pending'],
  compute: (live) => live.pending.unanswered,
  same: Object.is,
  given: 0,
}

/** How many of one's own changes the server has not answered yet. */
export function useWaiting(): number {
  return useReading(waitingReading)
}

/** Chooses how often changes come, and asks for what is new where they do not come by themselves. */
export function usePace(): { choose(pace: Pace): void; refresh(): void } {
  const live = useLive()
  return useMemo(
    () => ({
      choose: (pace: Pace) => live.choosePace(pace),
      refresh: () => live.connection.refresh(),
    }),
    [live],
  )
}

const noticesReading: Reading<Notice[]> = {
  keys: ['notices'],
  compute: (live) => live.notices.list,
  same: Object.is,
  given: [],
}

/** Sentences about refused changes, each until dismissed. */
export function useNotices(): { notices: Notice[]; dismiss(id: string): void } {
  const live = useLive()
  const notices = useReading(noticesReading)
  const dismiss = useCallback((id: string) => live.notices.dismiss(id), [live])
  return { notices, dismiss }
}
