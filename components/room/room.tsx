// A room: its head, the talk, and the place to write.
'use client'
import Link from 'next/link'
import { useState } from 'react'
import { useViewer } from '#client/hooks.tsx'
import { useOwnRoom, useTalk } from '#client/room-hooks.tsx'
import type { ShownMessage, TalkPage } from '#client/room-hooks.tsx'
import { buttonClass } from '../ui/button.ts'
import type { FormAction } from '../ui/form-state.ts'
import { NoticePage } from '../ui/notice-page.tsx'
import { ConversationBar } from '../inbox/conversation-bar.tsx'
import type { Contact, ConversationActions } from '../inbox/conversation-bar.tsx'
import { MessageForm } from './message-form.tsx'
import { RoomHead } from './room-head.tsx'
import type { RoomActions } from './room-head.tsx'
import { Talk } from './talk.tsx'

export function Room({
  actions,
  given,
  contact,
}: {
  actions: RoomActions & ConversationActions & { message: FormAction }
  given: TalkPage
  /** Of a conversation. */
  contact: Contact | null
}) {
  const own = useOwnRoom(given.own)
  const { talk, prepend } = useTalk(given)
  const viewer = useViewer()
  const [answered, setAnswered] = useState<ShownMessage | null>(null)
  if (!own || !viewer) {
    return (
      <NoticePage
        title="You are no longer in this room"
        way={
          <Link href="/rooms" prefetch={false} className={buttonClass('primary')}>
            To your rooms
          </Link>
        }
      >
        You have left it, or somebody removed you from it.
      </NoticePage>
    )
  }
  return (
    <div className="fills-page">
      <RoomHead room={own.room} people={talk.people} viewer={viewer} actions={actions} />
      {contact ? (
        <ConversationBar room={own.room} people={talk.people} contact={contact} actions={actions} />
      ) : null}
      <Talk
        key={own.room.id}
        own={own}
        talk={talk}
        viewer={viewer}
        prepend={prepend}
        onAnswer={setAnswered}
      />
      {given.isNewest ? null : (
        <p className="flex justify-center py-3">
          <a href={`/rooms/${own.room.id}`} className={buttonClass('quiet')}>
            Newest messages
          </a>
        </p>
      )}
      <MessageForm
        room={own.room}
        viewerId={viewer.id}
        action={actions.message}
        answered={answered}
        onAnswered={() => setAnswered(null)}
      />
    </div>
  )
}
