// The viewer's rooms, which every page needs: read once for each request.
import { cache } from 'react'
import { readOwnRooms } from '#features/rooms/queries.ts'
import { site } from '#server/site.ts'

export const ownRoomsOf = cache((userId: string) => readOwnRooms(site().db, userId))
