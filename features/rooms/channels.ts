// PostgreSQL notification channels of rooms; triggers notify them (see prisma/migrations).
import type { Listener } from '#platform/postgres/bus.ts'

/** Notified when a member has left a room, or when a room may have stopped being public. */
export const memberChannel = 'hubbub_member'

/** Who has left a room that is not public; without a `userId`, the room may have stopped being public. */
export interface MemberGone {
  roomId: string
  userId: string | null
}

/** `gone` gets null when notifications may have been missed. */
export function memberListener(gone: (gone: MemberGone | null) => void): Listener {
  return {
    heard(payload) {
      const [roomId, userId] = payload.split(' ')
      gone(roomId === undefined || roomId === '' ? null : { roomId, userId: userId ?? null })
    },
    missed: () => gone(null),
  }
}
