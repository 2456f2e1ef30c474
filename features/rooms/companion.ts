// Keeps the subscriptions to the viewer's rooms, and has the server recount unread messages where the browser cannot.
import type { Companion, CompanionTools } from '#live/client/companion.ts'
import { FollowedRooms } from './followed-rooms.ts'
import { Recount } from './recount.ts'
import type { RoomsState } from './rooms-state.ts'

export function accompanyRooms({ rooms }: RoomsState, tools: CompanionTools): Companion {
  const { cursor, subscribe, dispatch } = tools
  const followed = new FollowedRooms(subscribe)
  const recount = new Recount(rooms, (input) => void dispatch(input))
  followed.follow(rooms.followed, cursor)
  return {
    heard: ({ type, id }) => {
      if (type === 'room.joined' || type === 'room.left') followed.follow(rooms.followed, id)
      recount.plan()
    },
    restored: (at) => {
      followed.follow(rooms.followed, at)
      recount.plan()
    },
    refused: () => followed.follow(rooms.followed, cursor),
    stop: () => {
      followed.follow([], cursor)
      recount.stop()
    },
  }
}
