// What other features may use of profiles on the server: hooks and queries.
import { defineHook } from '#live/server/define.ts'
import type { ProfileView } from './protocol.ts'

// Queries for other features.
export { bareHandle, personCalled } from './handles.ts'
export { authorColumns, toAuthor } from './rows.ts'
export type { AuthorRow } from './rows.ts'

export interface Edited {
  profile: ProfileView
  /** Where an earlier transaction stopped: each feature defines its own place. */
  after: string | null
}

/** A person has a new name or avatar: features publish it wherever they show the person. */
export const edited = defineHook<Edited>('profiles.edited')
