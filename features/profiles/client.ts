// Browser side of profiles: how commands, events and snapshots change the store.
import { partFor } from '#features/define-client.ts'
import { Profiles } from './profiles-store.ts'
import type { profiles } from './protocol.ts'

// For other features, which show authors.
export { authorOf } from './profiles-store.ts'

export const profilesClient = partFor<typeof profiles>('profiles')({
  part: (kit) => new Profiles(kit),
  reduce: { 'profile.edited': (state, { profile }) => state.edit(profile) },
  restore: {},
  confirm: { editProfile: 'profile.edited' },
  commands: { editProfile: { keys: () => ['pending:profile', 'viewer'] } },
})
