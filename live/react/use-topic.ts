'use client'
// Hook that subscribes to a topic from its snapshot on and reads a feature's state.
import { useLayoutEffect, useMemo } from 'react'
import type { FeatureClient } from '../client/define.ts'
import { Store } from '../client/store.ts'
import type { Snapshot, Topic } from '../protocol/feature.ts'
import { useLive } from './live-provider.tsx'
import { useReading } from './use-reading.ts'
import type { Reading } from './use-reading.ts'
import { useTopics } from './use-topics.ts'

/**
 * Subscribes to a topic from its snapshot on while mounted, and returns a selected part of the feature's state, with the
 * optimistic changes of unanswered commands.
 */
export function useTopic<F, S, T extends Topic<F>, R>(
  client: FeatureClient<F, S>,
  snapshot: Snapshot<F, T>,
  select: (state: S) => R,
): R {
  const live = useLive()
  const { topic, cursor } = snapshot
  useLayoutEffect(() => live.lay(snapshot), [live, snapshot])
  useTopics([topic], cursor)
  const reading = useMemo<Reading<S>>(
    () => ({
      keys: [client.name],
      compute: (from) => from.shown(client),
      same: Object.is,
      given: stateAt(client, snapshot),
    }),
    [client, snapshot],
  )
  return select(useReading(reading))
}

/** The feature's state with this snapshot only, for rendering before hydration. */
function stateAt<F, S>(client: FeatureClient<F, S>, { topic, cursor, state }: Laid): S {
  const store = new Store([client], null, {
    touch: () => undefined,
    isFollowed: () => false,
    isCovered: () => false,
  })
  store.restore({ cursor, snapshots: { [topic]: state } })
  return store.of(client)
}

interface Laid {
  topic: string
  cursor: string
  state: unknown
}
