// Browser side of rooms: how commands, events and snapshots change the store.
import { partFor } from '#features/define-client.ts'
import { authorOf } from '#features/profiles/client.ts'
import { asWritten } from '#platform/text/words.ts'
import { accompanyRooms } from './companion.ts'
import type { rooms } from './protocol.ts'
import { RoomsState } from './rooms-state.ts'

const ofMessage = {
  subject: ({ messageId }: { messageId: string }) => messageId,
  keys: () => ['pending:messages'],
}
/** Several reactions to one message may be pending: an event holds the result of all acknowledged ones. */
const reaction = {
  ...ofMessage,
  awaits: () => true,
  endedBy: {
    'message.reactions': (
      data: { messageId: string },
      { messageId }: { messageId: string },
      { answered }: { answered: boolean },
    ) => answered && data.messageId === messageId,
  },
}
const ofRoom = { subject: ({ roomId }: { roomId: string }) => roomId }

export type { RoomsState } from './rooms-state.ts'

export const roomsClient = partFor<typeof rooms>('rooms')({
  part: (kit) => new RoomsState(kit),
  reduce: {
    'message.created': (state, { message }) => state.take(message),
    'message.edited': (state, { message, excerpt }) => state.edited(message, excerpt),
    'message.deleted': (state, { roomId, messageId, latest }) =>
      state.delete(roomId, messageId, latest),
    'message.reactions': (state, { roomId, messageId, reactions }) =>
      state.talks.react(roomId, messageId, reactions),
    'room.changed': (state, { room }) => state.rooms.rename(room),
    'member.joined': (state, { roomId, user }, { id }) => state.moved(id, roomId, user, 'joined'),
    'member.left': (state, { roomId, user }, { id }) => state.moved(id, roomId, user, 'left'),
    'member.invited': (state, { roomId, asked }) => state.invitations.ask(roomId, asked),
    'member.uninvited': (state, { roomId, userId }) => state.invitations.unask(roomId, userId),
    'room.invited': (state, { invitation }) => state.invitations.put(invitation),
    'room.uninvited': (state, { roomId }) => state.invitations.remove(roomId),
    'room.joined': (state, { own }) => state.joined(own),
    'room.left': (state, { roomId }) => state.left(roomId),
    'room.read': (state, reading) => state.rooms.told(reading),
    'room.created': (state, { room }) => state.rooms.create(room),
    'profile.edited': (state, { profile }) => state.editAuthor(authorOf(profile)),
  },
  restore: {
    // The page of public rooms reloads its list; the store knows those made since it was opened.
    rooms: () => undefined,
    room: (state, page, roomId) => state.talks.restore(roomId, page),
    own: (state, own, together) => state.restoreOwn(own, (id) => together.has(`room:${id}`)),
  },
  confirm: {
    message: 'message.created',
    editMessage: 'message.edited',
    deleteMessage: 'message.deleted',
    readRoom: 'room.read',
    createRoom: 'room.joined',
    openDirect: 'room.joined',
    joinRoom: 'room.joined',
    leaveRoom: (state, { leftRoomId }) => state.rooms.remove(leftRoomId),
  },
  release: { room: (state, id) => state.forget(id) },
  refused: {
    // A signed-out viewer has not lost access to rooms: they stay as the page was rendered.
    room: (state, id, { isSignedOut }) => {
      if (!isSignedOut) state.takenAway(id)
    },
  },
  commands: {
    message: {
      ...ofRoom,
      keys: () => ['pending:messages'],
      keepsWords: true,
      landedBy: {
        'message.created': ({ message }, { roomId, body }, viewerId) =>
          message.author.id === viewerId &&
          message.roomId === roomId &&
          message.body === asWritten(body),
      },
    },
    editMessage: ofMessage,
    deleteMessage: ofMessage,
    react: reaction,
    unreact: reaction,
    // Quiet: an error is not shown, because the reader did not ask for this command.
    readRoom: { ...ofRoom, quiet: true },
    joinRoom: ofRoom,
    leaveRoom: { ...ofRoom, endsAll: true },
    invite: ofRoom,
    removeMember: ofRoom,
  },
  said: { 'message.created': ({ message }) => message.author.id },
  companion: accompanyRooms,
})
