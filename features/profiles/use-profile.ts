'use client'
// Hooks for the viewer and for profiles, with pending changes of names.
import { useEffect, useMemo } from 'react'
import type { LiveState } from '#live/client/live.ts'
import { sameFields } from '#live/client/same.ts'
import { useLive } from '#live/react/live-provider.tsx'
import { useReading } from '#live/react/use-reading.ts'
import type { Reading } from '#live/react/use-reading.ts'
import type { Author, Viewer } from '#platform/author.ts'
import { profilesClient } from './client.ts'
import type { ProfileView } from './protocol.ts'

/** The viewer, with their present name. */
export function useViewer(): Viewer {
  const { initialViewer: given } = useLive<Author>()
  const reading = useMemo<Reading<Viewer, Author>>(
    () => ({ keys: ['viewer'], compute: shownViewer, same: sameFields, given }),
    [given],
  )
  return useReading(reading)
}

/** A profile as it is now. */
export function useProfile(profile: ProfileView): ProfileView {
  const live = useLive()
  useEffect(() => live.stateOf(profilesClient).hold(profile), [live, profile])
  const reading = useMemo<Reading<ProfileView>>(
    () => ({
      keys: [`profile:${profile.id}`, 'pending:profile'],
      compute: (from) => shownProfile(from, profile),
      same: sameFields,
      given: profile,
    }),
    [profile],
  )
  return useReading(reading)
}

function shownViewer(live: LiveState<Author>): Viewer {
  const { viewer } = live.store
  return viewer && asLastWritten(live, viewer)
}

function shownProfile(live: LiveState, given: ProfileView): ProfileView {
  const profile = live.stateOf(profilesClient).get(given.id) ?? given
  return profile.id === live.store.viewer?.id ? asLastWritten(live, profile) : profile
}

/** A person's name (and description) with their last pending edit. */
export function asLastWritten<P extends Author | ProfileView>(
  { pending }: Pick<LiveState, 'pending'>,
  profile: P,
): P {
  let shown = profile
  for (const { command } of pending.of(profilesClient)) {
    const { name, bio } = command
    shown = 'bio' in shown ? { ...shown, name, bio } : { ...shown, name }
  }
  return shown
}
