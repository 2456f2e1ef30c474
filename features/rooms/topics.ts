// Topics of rooms: who may subscribe, what they hold, and which rooms a viewer is in.
import type { Hubbub } from '#features/define-server.ts'
import type { ServerRules } from '#live/server/define.ts'
import { readInvitations } from './invitation-queries.ts'
import { noSuchRoom } from './hooks.ts'
import { readMessages } from './message-queries.ts'
import { maySpeak, readableRooms } from './policy.ts'
import type { rooms } from './protocol.ts'
import { getRoom, readOwnRooms } from './queries.ts'
import { readOpenRooms } from './room-lists.ts'

type Rules = ServerRules<typeof rooms, Hubbub>

export const topics: Rules['topics'] = {
  rooms: {
    mayFollow: ({ reader }) => reader !== null,
    forAccounts: true,
    async snapshot({ db }) {
      const { rooms } = await readOpenRooms(db, null)
      return { rooms }
    },
  },
  room: {
    mayFollow: ({ db, reader, ids }) => readableRooms(db, reader?.id ?? null, ids),
    forAccounts: true,
    ended: 'You are no longer in this room.',
    presence: true,
    /** Only members are shown as typing: readers of a public room cannot write there. */
    async mayType({ db, actor, id }) {
      const speaks = await maySpeak(db, [{ userId: actor.id, roomId: id }])
      return speaks(actor.id, id) ? true : noSuchRoom()
    },
    async snapshot({ db, id }) {
      const [room, page] = await Promise.all([getRoom(db, id), readMessages(db, id)])
      return room && { room, ...page }
    },
  },
}

export const own: Rules['own'] = async ({ db, reader }) => {
  const [rooms, invitations] = await Promise.all([
    readOwnRooms(db, reader.id),
    readInvitations(db, reader.id),
  ])
  return { rooms, invitations }
}
