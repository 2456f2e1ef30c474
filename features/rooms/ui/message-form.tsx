// The form for a message in a room, with the message it answers above it.
'use client'
import { X } from 'lucide-react'
import { useEffect } from 'react'
import { useCommand } from '#live/react/use-command.ts'
import { roomsClient } from '../client.ts'
import type { ShownMessage } from '../pending-messages.ts'
import { useTypingSigns } from '#live/react/use-signals.ts'
import { roomLimits } from '../limits.ts'
import type { RoomView } from '../protocol.ts'
import { TypingLine } from '#ui/live/typing-line.tsx'
import { WritingForm } from '#ui/writing/writing-form.tsx'
import { PlainWords } from '#ui/text/plain-words.tsx'
import { iconButtonClass } from '#ui/button.ts'
import type { FormAction } from '#ui/form-state.ts'
import { roomName } from './room-name.tsx'
import { Contained } from '#ui/contained.tsx'

const fieldId = 'message'

export function MessageForm({
  room,
  viewerId,
  action,
  answered,
  onAnswered,
}: {
  room: RoomView
  viewerId: string
  action: FormAction
  answered: ShownMessage | null
  /** Called when the answer was sent or cancelled. */
  onAnswered: () => void
}) {
  const dispatch = useCommand(roomsClient)
  const topic = `room:${room.id}` as const
  const signs = useTypingSigns(topic)
  const name = roomName(room, viewerId)
  useEffect(() => {
    if (answered) document.getElementById(fieldId)?.focus()
  }, [answered])
  return (
    <div className="column relative shrink-0 border-t border-line bg-paper pt-3 pb-[max(0.75rem,env(safe-area-inset-bottom))]">
      <TypingLine topic={topic} />
      {answered ? (
        <div className="mb-2 flex items-center gap-2 border-l-2 border-accent pl-3 text-note">
          <p className="min-w-0 flex-1 truncate text-muted">
            Answering{' '}
            <span className="font-semibold text-ink">
              <Contained text={answered.author.name} />
            </span>
            :{' '}
            <bdi>
              <PlainWords text={answered.body} />
            </bdi>
          </p>
          <button
            type="button"
            aria-label="Do not answer"
            onClick={onAnswered}
            className={`${iconButtonClass} -my-2`}
          >
            <X aria-hidden="true" className="size-4.5" />
          </button>
        </div>
      ) : null}
      <WritingForm
        name={`room-${room.id}`}
        limit={roomLimits.message}
        label={`Message to ${name}`}
        placeholder={`Message to ${name}`}
        button="Send"
        fieldId={fieldId}
        action={action}
        typed={signs.typed}
        enterSends
        send={(body) => {
          signs.sent()
          const replyTo = answered ? { replyTo: answered.id } : {}
          void dispatch({ type: 'message', roomId: room.id, body, ...replyTo })
          onAnswered()
        }}
      >
        <input type="hidden" name="roomId" value={room.id} />
      </WritingForm>
    </div>
  )
}
