// The page of a room: its head, the messages, and the form to write.
'use client'
import Link from 'next/link'
import { useState } from 'react'
import type { ComponentProps, ReactNode } from 'react'
import { useViewer } from '#features/profiles/use-profile.ts'
import { useOwnRoom } from '../use-rooms.ts'
import { useTalk } from '../use-talk.ts'
import type { ShownMessage } from '../pending-messages.ts'
import type { TalkPage } from '../use-talk.ts'
import type { Asked, RoomView } from '../protocol.ts'
import type { Author } from '#platform/author.ts'
import { buttonClass } from '#ui/button.ts'
import type { FormAction } from '#ui/form-state.ts'
import { NoticePage } from '#ui/notice-page.tsx'
import { MessageForm } from './message-form.tsx'
import { RoomHead } from './room-head.tsx'
import { JoinButton } from './room-list.tsx'
import type { RoomActions } from './room-actions.ts'
import { Talk } from './talk.tsx'

export type RoomProps = ComponentProps<typeof Room>

export function Room({
  actions,
  given,
  asked,
  bar,
}: {
  actions: RoomActions & { message: FormAction; joinRoom: (form: FormData) => Promise<void> }
  given: TalkPage
  asked: readonly Asked[]
  /** Renders a bar between the head and the messages, from the room's and its members' current state. */
  bar?: (room: RoomView, people: readonly Author[]) => ReactNode
}) {
  const own = useOwnRoom(given.room.id, given.own)
  const room = own?.room ?? given.room
  const { talk, prepend } = useTalk(given)
  const viewer = useViewer()
  const [answered, setAnswered] = useState<ShownMessage | null>(null)
  if (!viewer || (!own && room.kind !== 'public')) {
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
      <RoomHead
        room={room}
        people={talk.people}
        asked={asked}
        viewer={viewer}
        isMember={own !== null}
        actions={actions}
      />
      {bar?.(room, talk.people)}
      <Talk
        key={room.id}
        room={room}
        own={own}
        talk={talk}
        viewer={viewer}
        prepend={prepend}
        onAnswer={setAnswered}
      />
      {given.isNewest ? null : (
        <p className="flex justify-center py-3">
          <a href={`/rooms/${room.id}`} className={buttonClass('quiet')}>
            Newest messages
          </a>
        </p>
      )}
      {own ? (
        <MessageForm
          room={room}
          viewerId={viewer.id}
          action={actions.message}
          answered={answered}
          onAnswered={() => setAnswered(null)}
        />
      ) : (
        <div className="column flex shrink-0 flex-wrap items-center justify-between gap-x-4 gap-y-2 border-t border-line bg-paper pt-3 pb-[max(0.75rem,env(safe-area-inset-bottom))]">
          <p className="text-muted">You are reading along. Join to say something.</p>
          <JoinButton room={room} join={actions.joinRoom} look="primary" />
        </div>
      )}
    </div>
  )
}
