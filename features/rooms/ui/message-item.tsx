// One message: author, text, the message it answers, reactions and menu.
'use client'
import { CornerUpLeft } from 'lucide-react'
import { memo, useState } from 'react'
import { useCommand } from '#live/react/use-command.ts'
import { roomsClient } from '../client.ts'
import type { ShownMessage } from '../pending-messages.ts'
import type { Author } from '#platform/author.ts'
import { BodyText } from '#ui/text/body-text.tsx'
import { PendingNote } from '#ui/writing/pending-note.tsx'
import { PlainWords } from '#ui/text/plain-words.tsx'
import { Avatar } from '#ui/avatar.tsx'
import { PersonLink } from '#ui/person-link.tsx'
import { Time } from '#ui/time.tsx'
import { EditMessage } from './edit-message.tsx'
import { MessageMenu } from './message-menu.tsx'
import { Contained } from '#ui/contained.tsx'
import { isolated } from '#platform/text/names.ts'

export const MessageItem = memo(function MessageItem({
  message,
  follows,
  viewer,
  isMember,
  mayDelete,
  onAnswer,
}: {
  message: ShownMessage
  /** True when it stands directly below another message of the same author. */
  follows: boolean
  viewer: Author
  /** False for viewers who may only read. */
  isMember: boolean
  mayDelete: boolean
  onAnswer: (message: ShownMessage) => void
}) {
  const { author, pending, replyTo } = message
  const [editing, setEditing] = useState(false)
  return (
    <article
      id={`message-${message.id}`}
      aria-label={`Message by ${isolated(author.name)}`}
      className={`group relative -mx-2 flex gap-3 rounded-xl px-2 hover:bg-sunken ${follows ? 'py-0.5' : 'mt-1.5 py-1'}`}
    >
      <div className="w-[min(1.75rem,8vw)] shrink-0 pt-0.5">
        {follows ? null : (
          <PersonLink person={author} isHidden>
            <Avatar person={author} size="small" />
          </PersonLink>
        )}
      </div>
      <div className="min-w-0 flex-1">
        {follows ? null : (
          <p className="flex items-baseline gap-2">
            <PersonLink person={author} className="min-w-0 truncate font-semibold">
              <Contained text={author.name} />
            </PersonLink>
            <span className="shrink-0 text-note text-muted">
              <Time at={message.at} />
            </span>
          </p>
        )}
        {replyTo ? (
          <p className="flex items-center gap-1.5 truncate text-note text-muted">
            <CornerUpLeft aria-hidden="true" className="size-3.5 shrink-0" />
            <span className="truncate">
              <span className="font-semibold">
                <Contained text={replyTo.author.name} />
              </span>{' '}
              <bdi>
                {pending ? <PlainWords text={replyTo.body} /> : <Contained text={replyTo.body} />}
              </bdi>
            </span>
          </p>
        ) : null}
        {editing ? (
          <EditMessage message={message} done={() => setEditing(false)} />
        ) : (
          <div className={`prose-plain ${pending?.state === 'sending' ? 'opacity-60' : ''}`}>
            <BodyText
              body={message.body}
              {...(message.editedAt !== null && { note: '(edited)' })}
            />
          </div>
        )}
        <Reactions message={message} viewer={viewer} isMember={isMember} />
        {pending && pending.state !== 'sending' ? <PendingNote pending={pending} /> : null}
        {pending?.state === 'sending' ? <span className="sr-only">Sending…</span> : null}
      </div>
      {pending || editing || !isMember ? null : (
        <MessageMenu
          message={message}
          mayEdit={author.id === viewer.id}
          mayDelete={mayDelete}
          onAnswer={() => onAnswer(message)}
          onEdit={() => setEditing(true)}
        />
      )}
    </article>
  )
})

function Reactions({
  message,
  viewer,
  isMember,
}: {
  message: ShownMessage
  viewer: Author
  isMember: boolean
}) {
  const dispatch = useCommand(roomsClient)
  if (message.reactions.length === 0) return null
  return (
    <ul className="mt-1 flex flex-wrap gap-1.5">
      {message.reactions.map(({ emoji, userIds }) => {
        const given = userIds.includes(viewer.id)
        return (
          <li key={emoji}>
            <button
              type="button"
              aria-pressed={given}
              aria-label={`${emoji}, ${userIds.length}`}
              disabled={!isMember}
              onClick={() =>
                void dispatch({
                  type: given ? 'unreact' : 'react',
                  messageId: message.id,
                  emoji,
                })
              }
              className={`inline-flex h-8 min-w-11 items-center justify-center gap-1.5 rounded-full border px-2.5 text-note tabular-nums ${given ? 'border-accent bg-accent-soft' : 'border-line bg-raised hover:bg-sunken'}`}
            >
              <span aria-hidden="true">{emoji}</span> {userIds.length}
            </button>
          </li>
        )
      })}
    </ul>
  )
}
