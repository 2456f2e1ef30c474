// What triggers notify of rooms (see prisma/migrations).
import type { Listener } from '#platform/postgres/bus.ts'

/** Sent when somebody is no longer a member of a room, or when it may be public no longer. */
export const memberChannel = 'hubbub_member'

/** Who is no longer in a room that is not public; without a person it may be public no longer. */
export interface MemberGone {
  roomId: string
  userId: string | null
}

/** `gone` is null when some may have gone unheard. */
export function memberListener(gone: (gone: MemberGone | null) => void): Listener {
  return {
    heard(payload) {
      const [roomId, userId] = payload.split(' ')
      gone(roomId === undefined || roomId === '' ? null : { roomId, userId: userId ?? null })
    },
    missed: () => gone(null),
  }
}
