// The search form and results of a room.
'use client'
import { useEffect, useRef, useState } from 'react'
import type { FormEvent } from 'react'
import { RefusedAnswer } from '#live/client/fetch-answer.ts'
import type { MessageView } from '../protocol.ts'
import { PlainWords } from '#ui/text/plain-words.tsx'
import { buttonClass } from '#ui/button.ts'
import { inputClass } from '#ui/field.tsx'
import { Problem } from '#ui/problem.tsx'
import { Time } from '#ui/time.tsx'
import { fetchMessages } from './use-earlier.ts'
import { Contained } from '#ui/contained.tsx'

type State = 'ready' | 'looking' | { problem: string } | MessageView[]

export function RoomSearch({ roomId }: { roomId: string }) {
  const [state, setState] = useState<State>('ready')
  const field = useRef<HTMLInputElement>(null)
  useEffect(() => field.current?.focus(), [])

  function search(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    const words = new FormData(event.currentTarget).get('q')
    if (typeof words !== 'string' || words.trim() === '') return
    setState('looking')
    fetchMessages(`/api/rooms/${roomId}/messages`, { q: words }).then(
      ({ messages }) => setState(messages),
      (error: unknown) => {
        const sentence = error instanceof RefusedAnswer ? error.sentence : null
        setState({ problem: sentence ?? 'The search did not work. Please try again.' })
      },
    )
  }

  return (
    <div className="pb-3">
      <form role="search" onSubmit={search} className="flex gap-2">
        <input
          name="q"
          type="search"
          aria-label="Words to find"
          placeholder="Words to find"
          ref={field}
          autoComplete="off"
          onInput={() => setState((known) => (isProblem(known) ? 'ready' : known))}
          className={inputClass}
        />
        <button type="submit" className={buttonClass('quiet', 'min-h-12')}>
          Find
        </button>
      </form>
      <div aria-live="polite" className="max-h-[45dvh] overflow-y-auto">
        {state === 'looking' ? <p className="pt-3 text-muted">Looking…</p> : null}
        {isProblem(state) ? <Problem>{state.problem}</Problem> : null}
        {Array.isArray(state) ? <Found messages={state} /> : null}
      </div>
    </div>
  )
}

function isProblem(state: State): state is { problem: string } {
  return typeof state === 'object' && 'problem' in state
}

function Found({ messages }: { messages: readonly MessageView[] }) {
  if (messages.length === 0) return <p className="pt-3 text-muted">Nothing holds these words.</p>
  return (
    <ol>
      {messages.map((message) => (
        <li key={message.id} className="border-b border-line py-2.5 last:border-0">
          <p className="text-note text-muted">
            <span className="font-semibold text-ink">
              <Contained text={message.author.name} />
            </span>{' '}
            <Time at={message.at} />
          </p>
          <p dir="auto" className="prose-plain">
            <PlainWords text={message.body} />
          </p>
        </li>
      ))}
    </ol>
  )
}
