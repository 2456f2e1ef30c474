// What profiles offer to other features on the server.
import { defineHook } from '#live/server/define.ts'
import type { ProfileView } from './protocol.ts'

// How other features read people.
export { bareHandle, personCalled } from './handles.ts'
export { authorColumns, toAuthor } from './rows.ts'
export type { AuthorRow } from './rows.ts'

export interface Edited {
  profile: ProfileView
  /** It goes on where a transaction before has stopped: behind this place, which is its feature's. */
  after: string | null
}

/** Somebody is called otherwise now, or has another picture: said wherever they are shown. */
export const edited = defineHook<Edited>('profiles.edited')
