// The form that edits a message in place. The new text is kept until it is saved or cancelled.
'use client'
import { useEffect, useId, useRef, useState } from 'react'
import type { KeyboardEvent } from 'react'
import { useCommand } from '#live/react/use-command.ts'
import { roomsClient } from '../client.ts'
import { inWords } from '#features/refusal-words.ts'
import type { ShownMessage } from '../pending-messages.ts'
import { roomLimits } from '../limits.ts'
import { buttonClass } from '#ui/button.ts'
import { isComposing, isSending } from '#ui/writing/keys.ts'
import { Left, tooLongSentence } from '#ui/writing/left.tsx'
import { Problem } from '#ui/problem.tsx'
import { useWriting } from '#ui/writing/use-writing.ts'
import { WritingArea } from '#ui/writing/writing-area.tsx'

export function EditMessage({ message, done }: { message: ShownMessage; done: () => void }) {
  const dispatch = useCommand(roomsClient)
  // Another device may edit the message meanwhile; the form keeps the text it began with.
  const [given] = useState(message.body)
  const writing = useWriting(`edit-${message.id}`, roomLimits.message, given)
  const { field, left } = writing
  const [problem, setProblem] = useState<string | null>(null)
  const sent = useRef(false)
  const note = useId()
  const sentence = writing.tooLong ? tooLongSentence : problem

  useEffect(() => {
    const { current } = field
    current?.focus()
    current?.setSelectionRange(current.textLength, current.textLength)
  }, [field])

  function giveUp() {
    writing.clear()
    done()
  }

  function save() {
    const body = writing.read()
    if (body === null) return
    if (body === '' || body === message.body) return giveUp()
    if (sent.current) return
    sent.current = true
    setProblem(null)
    // The text stays in the form until the server has saved it, so that an error loses nothing.
    void send(body)
  }

  async function send(body: string): Promise<void> {
    const answer = await dispatch({ type: 'editMessage', messageId: message.id, body })
    sent.current = false
    if (answer.type === 'error') setProblem(inWords(answer.message).sentence)
    // If the author has written on meanwhile, the form stays open.
    else if (writing.read() === body) giveUp()
  }

  function onKeyDown(event: KeyboardEvent) {
    if (event.key === 'Escape' && !isComposing(event)) done()
    if (!isSending(event, true)) return
    event.preventDefault()
    save()
  }

  return (
    <div className="space-y-2 py-1">
      <div>
        <WritingArea
          aria-label="Change your message"
          ref={field}
          rows={1}
          dir="auto"
          given={given}
          autoComplete="off"
          aria-invalid={(left !== null && left < 0) || sentence !== null ? true : undefined}
          aria-describedby={note}
          onInput={() => {
            writing.onInput()
            setProblem(null)
          }}
          onKeyDown={onKeyDown}
          className="rounded-2xl px-4"
        />
      </div>
      <Left count={left} />
      <div id={note}>{sentence ? <Problem>{sentence}</Problem> : null}</div>
      <div className="flex gap-2">
        <button type="button" onClick={save} className={buttonClass('primary')}>
          Save
        </button>
        <button type="button" onClick={giveUp} className={buttonClass('plain')}>
          Cancel
        </button>
      </div>
    </div>
  )
}
