// Reads the room of a URL, once for its metadata and its page.
import { cache } from 'react'
import type { RoomView } from '#features/rooms/protocol.ts'
import { isId } from '#platform/id.ts'
import { readableRooms } from '#features/rooms/policy.ts'
import { getRoom } from '#features/rooms/queries.ts'
import { site } from '#server/site.ts'

/** Null where there is none, or the viewer may not read it. */
export const readableRoom = cache(
  async (viewerId: string, id: string): Promise<RoomView | null> => {
    if (!isId(id)) return null
    const { db } = site()
    const readable = await readableRooms(db, viewerId, [id])
    return readable.has(id) ? getRoom(db, id) : null
  },
)
