'use client'
// Hooks for the connection's state, the pace, and notices.
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

/** The state of the live connection. */
export function useConnection(): ConnectionState {
  return useReading(connectionReading)
}

const waitingReading: Reading<number> = {
  keys: ['pending'],
  compute: (live) => live.pending.unanswered,
  same: Object.is,
  given: 0,
}

/** The number of the viewer's commands that are not answered yet. */
export function useWaiting(): number {
  return useReading(waitingReading)
}

/** Sets how often updates come, and fetches new events where they do not come live. */
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

/** The notices on the screen, each until dismissed. */
export function useNotices(): { notices: Notice[]; dismiss(id: string): void } {
  const live = useLive()
  const notices = useReading(noticesReading)
  const dismiss = useCallback((id: string) => live.notices.dismiss(id), [live])
  return { notices, dismiss }
}
