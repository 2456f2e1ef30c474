// The menu of a message: react, answer, edit, delete.
'use client'
import { Popover } from '@base-ui/react/popover'
import { CornerUpLeft, Ellipsis, Pencil, Trash2 } from 'lucide-react'
import type { ReactNode } from 'react'
import { useState } from 'react'
import { useCommand } from '#live/react/use-command.ts'
import { roomsClient } from '../client.ts'
import type { ShownMessage } from '../pending-messages.ts'
import { iconButtonClass } from '#ui/button.ts'

const usual = ['👍', '❤️', '😂', '🎉', '😮', '😢'] as const
const itemClass =
  'flex min-h-11 w-full items-center gap-3 rounded-lg px-3 text-start hover:bg-sunken'

export function MessageMenu({
  message,
  mayEdit,
  mayDelete,
  onAnswer,
  onEdit,
}: {
  message: ShownMessage
  mayEdit: boolean
  mayDelete: boolean
  onAnswer: () => void
  onEdit: () => void
}) {
  const dispatch = useCommand(roomsClient)
  const [open, setOpen] = useState(false)
  const messageId = message.id
  const then = (work: () => void) => () => {
    setOpen(false)
    work()
  }
  return (
    <Popover.Root open={open} onOpenChange={setOpen}>
      <Popover.Trigger
        aria-label="More about this message"
        className={`${iconButtonClass} -my-1 shrink-0 self-start opacity-60 group-hover:opacity-100 focus-visible:opacity-100`}
      >
        <Ellipsis aria-hidden="true" className="size-4.5" />
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Positioner sideOffset={4} align="end" className="z-30">
          <Popover.Popup className="popup w-72 max-w-[calc(100vw-2rem)] p-1.5 outline-none">
            <div role="group" aria-label="React" className="flex justify-between pb-1">
              {usual.map((emoji) => (
                <button
                  key={emoji}
                  type="button"
                  aria-label={`React with ${emoji}`}
                  onClick={then(() => void dispatch({ type: 'react', messageId, emoji }))}
                  className="inline-flex size-11 items-center justify-center rounded-full text-xl hover:bg-sunken"
                >
                  {emoji}
                </button>
              ))}
            </div>
            <Item icon={<CornerUpLeft className="size-5" />} onClick={then(onAnswer)}>
              Answer
            </Item>
            {mayEdit ? (
              <Item icon={<Pencil className="size-5" />} onClick={then(onEdit)}>
                Change
              </Item>
            ) : null}
            {mayDelete ? (
              <Item
                icon={<Trash2 className="size-5" />}
                onClick={then(() => void dispatch({ type: 'deleteMessage', messageId }))}
              >
                Delete for everybody
              </Item>
            ) : null}
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  )
}

function Item({
  icon,
  onClick,
  children,
}: {
  icon: ReactNode
  onClick: () => void
  children: ReactNode
}) {
  return (
    <button type="button" onClick={onClick} className={itemClass}>
      <span aria-hidden="true" className="text-muted">
        {icon}
      </span>
      {children}
    </button>
  )
}
