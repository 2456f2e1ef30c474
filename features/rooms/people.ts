// Publishes an author's new name and avatar in all their rooms: an open room subscribes to nothing but itself.
import type { In } from '#features/define-server.ts'
import type { Edited } from '#features/profiles/hooks.ts'
import { retell } from '#live/server/external/notes.ts'
import type { rooms } from './protocol.ts'
import { readRoomsOfPerson } from './queries.ts'

/** How many rooms one transaction updates: the rest follows in transactions of its own, to hold nobody up. */
const roomsAtOnce = 500

export async function publishProfiles(
  edited: readonly Edited[],
  { tx, publish }: In<typeof rooms>,
): Promise<void> {
  for (const { profile, after } of edited) {
    // A transaction is one connection: one after the other.
    // oxlint-disable-next-line no-await-in-loop
    const places = await readRoomsOfPerson(tx, profile.id, roomsAtOnce, after)
    const last = places.length === roomsAtOnce ? places.at(-1) : undefined
    // oxlint-disable-next-line no-await-in-loop
    if (last !== undefined) await retell(tx, 'users', [{ id: profile.id, after: last }])
    for (const id of places) publish(`room:${id}`, 'profile.edited', { profile })
  }
}
