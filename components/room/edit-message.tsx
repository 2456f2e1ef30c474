// Changing what one has said, where it stands.
'use client'
import { useEffect, useRef, useState } from 'react'
import { useDispatch } from '#client/hooks.tsx'
import type { ShownMessage } from '#client/room-hooks.tsx'
import { roomLimits } from '#protocol/limits.ts'
import { buttonClass } from '../ui/button.ts'
import { Problem } from '../ui/problem.tsx'

export function EditMessage({ message, done }: { message: ShownMessage; done: () => void }) {
  const dispatch = useDispatch()
  const [text, setText] = useState(message.body)
  const [problem, setProblem] = useState<string | null>(null)
  const sent = useRef(false)
  const field = useRef<HTMLTextAreaElement>(null)
  useEffect(() => field.current?.focus(), [])

  function save() {
    const body = text.trim()
    if (body === '' || body === message.body) return done()
    if ([...body].length > roomLimits.message) {
      return setProblem('That is too long. Please make it a little shorter.')
    }
    if (sent.current) return undefined
    sent.current = true
    setProblem(null)
    // The text stays here until it is saved: what is refused is not lost.
    void send(body)
    return undefined
  }

  async function send(body: string): Promise<void> {
    const answer = await dispatch({ type: 'editMessage', messageId: message.id, body })
    sent.current = false
    if (answer.type === 'ack') done()
    else setProblem(answer.message)
  }

  return (
    <div className="space-y-2 py-1">
      <textarea
        aria-label="Change your message"
        dir="auto"
        ref={field}
        rows={1}
        value={text}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Escape') done()
          if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return
          event.preventDefault()
          save()
        }}
        className="field-sizing-content block max-h-[40vh] min-h-12 w-full resize-none rounded-2xl border border-edge bg-raised px-4 py-2.5"
      />
      {problem ? <Problem>{problem}</Problem> : null}
      <div className="flex gap-2">
        <button type="button" onClick={save} className={buttonClass('primary')}>
          Save
        </button>
        <button type="button" onClick={done} className={buttonClass('plain')}>
          Cancel
        </button>
      </div>
    </div>
  )
}
