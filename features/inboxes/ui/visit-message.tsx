// One message in a visit: the visitor's own on the right, the answers on the left.
'use client'
import type { VisitSend } from '../visit-outbox.ts'
import type { MessageView } from '#features/rooms/protocol.ts'
import { WaitingWords } from '#ui/live/waiting-words.tsx'
import { BodyText } from '#ui/text/body-text.tsx'
import { buttonClass } from '#ui/button.ts'
import { Problem } from '#ui/problem.tsx'
import { Time } from '#ui/time.tsx'
import { isolated } from '#platform/text/names.ts'

const bubble = 'prose-plain max-w-[85%] rounded-2xl px-4 py-2.5 wrap-anywhere'

export function VisitMessage({ message, isOwn }: { message: MessageView; isOwn: boolean }) {
  return (
    <article
      id={`message-${message.id}`}
      aria-label={isOwn ? 'Your message' : `Message by ${isolated(message.author.name)}`}
      className={`flex flex-col py-1 ${isOwn ? 'items-end' : 'items-start'}`}
    >
      <div dir="auto" className={`${bubble} ${isOwn ? 'bg-accent-soft' : 'bg-sunken'}`}>
        <BodyText body={message.body} />
      </div>
      <p className="px-1 pt-0.5 text-note text-muted">
        <Time at={message.at} />
        {message.editedAt ? ' (edited)' : null}
      </p>
    </article>
  )
}

export function VisitSending({
  send,
  retry,
  discard,
}: {
  send: VisitSend
  retry: (ref: string) => void
  discard: (ref: string) => void
}) {
  return (
    <div className="flex flex-col items-end py-1">
      <div className={`${bubble} bg-accent-soft opacity-60`}>
        <BodyText body={send.body} />
      </div>
      {send.state === 'sending' ? (
        <p className="px-1 pt-0.5 text-note text-muted">
          {send.wait ? <WaitingWords wait={send.wait} /> : 'Sending…'}
        </p>
      ) : (
        <div className="flex flex-wrap items-center justify-end gap-x-3 pt-1">
          <Problem>{send.problem ?? 'It could not be sent.'}</Problem>
          <button type="button" className={buttonClass('plain')} onClick={() => retry(send.ref)}>
            Try again
          </button>
          <button type="button" className={buttonClass('plain')} onClick={() => discard(send.ref)}>
            Discard
          </button>
        </div>
      )}
    </div>
  )
}
