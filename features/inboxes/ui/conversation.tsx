// The page of a conversation: a room with a bar for its assignee and state.
'use client'
import { Room } from '#features/rooms/ui/room.tsx'
import type { RoomProps } from '#features/rooms/ui/room.tsx'
import { ConversationBar } from './conversation-bar.tsx'
import type { Contact, ConversationActions } from './conversation-bar.tsx'

export function Conversation({
  actions,
  contact,
  ...room
}: Omit<RoomProps, 'actions' | 'bar'> & {
  actions: RoomProps['actions'] & ConversationActions
  contact: Contact
}) {
  return (
    <Room
      {...room}
      actions={actions}
      bar={(shown, people) => (
        <ConversationBar room={shown} people={people} contact={contact} actions={actions} />
      )}
    />
  )
}
