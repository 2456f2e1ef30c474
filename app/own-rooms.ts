// The rooms that every page knows of its reader: read once for each request.
import { cache } from 'react'
import { readOwnRooms } from '#server/domain/queries/rooms.ts'
import { site } from '#server/domain/site.ts'

export const ownRoomsOf = cache((userId: string) => readOwnRooms(site().db, userId))
