// The messages of a room: it opens at the newest one, scrolling up loads older pages, and nothing that is being read moves.
'use client'
import { ArrowDown } from 'lucide-react'
import { useState } from 'react'
import { useShortTalk } from '../use-talk.ts'
import type { ShownMessage } from '../pending-messages.ts'
import type { ShownTalk } from '../use-talk.ts'
import type { MessagePage, OwnRoom, RoomView } from '../protocol.ts'
import type { Author } from '#platform/author.ts'
import { Announcer } from '#ui/live/announcer.tsx'
import { EarlierMessages } from './earlier-messages.tsx'
import { MessageItem } from './message-item.tsx'
import { timeline } from './timeline.ts'
import { useMarkingRead, useTalkScroll } from './use-talk-scroll.ts'
import { Contained } from '#ui/contained.tsx'

export function Talk({
  room,
  own,
  talk,
  viewer,
  prepend,
  onAnswer,
}: {
  room: RoomView
  /** Null for a viewer who reads a public room without being a member. */
  own: OwnRoom | null
  talk: ShownTalk
  viewer: Author
  prepend: (page: MessagePage & { cursor: string }, before: string) => void
  onAnswer: (message: ShownMessage) => void
}) {
  // Where the unread messages began when the room was opened: the line stays there.
  const [unreadFrom] = useState(own && own.unread > 0 ? own.readUpTo : null)
  const last = talk.messages.at(-1)
  const { scroller, atEnd, toEnd } = useTalkScroll(
    last?.pending?.state === 'sending' ? last.id : null,
  )
  useMarkingRead(room.id, talk.messages, atEnd)
  useShortTalk(room.id, talk.messages.length, atEnd)
  return (
    <div className="relative min-h-0 flex-1">
      {/* Reversed, so that it opens at the newest message without scripts too. */}
      <div
        ref={scroller}
        // Focusable, so that the keyboard can scroll it.
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
        tabIndex={0}
        role="log"
        aria-label="Messages"
        aria-live="off"
        className="talk-scroller h-full"
      >
        <div className="mb-auto pt-4 pb-3">
          <EarlierMessages
            path={`/api/rooms/${room.id}/messages`}
            href={`/rooms/${room.id}`}
            previous={talk.previous}
            onPage={prepend}
          >
            Here the talk begins.
          </EarlierMessages>
          {timeline(talk, unreadFrom, viewer.id).map((line) => {
            if (line.kind === 'unread') return <UnreadLine key="unread" />
            if (line.kind === 'note') {
              return (
                <p
                  key={line.note.key}
                  className="marks-clipped py-1.5 text-center text-note text-muted"
                >
                  <Contained text={line.note.user.name} /> {line.note.verb}
                </p>
              )
            }
            return (
              <MessageItem
                key={line.message.id}
                message={line.message}
                follows={line.follows}
                viewer={viewer}
                isMember={own !== null}
                mayDelete={line.message.author.id === viewer.id || room.createdById === viewer.id}
                onAnswer={onAnswer}
              />
            )
          })}
        </div>
      </div>
      {atEnd ? null : (
        <button
          type="button"
          onClick={toEnd}
          aria-label="To the newest message"
          className="arrive absolute end-[calc(var(--beside)+1.25rem)] bottom-4 inline-flex min-h-11 items-center gap-2 rounded-full border border-line bg-raised px-4 text-note font-medium shadow-raised hover:bg-sunken"
        >
          <ArrowDown aria-hidden="true" className="size-4.5" />
          {own && own.unread > 0 ? `${own.unread} new` : null}
        </button>
      )}
      <Announcer count={talk.messages.length} one="1 new message" many="new messages" />
    </div>
  )
}

function UnreadLine() {
  return (
    <div role="separator" aria-label="New messages" className="my-2 flex items-center gap-3">
      <span className="h-px flex-1 bg-accent" />
      <span className="text-note font-semibold text-accent">New</span>
      <span className="h-px flex-1 bg-accent" />
    </div>
  )
}
