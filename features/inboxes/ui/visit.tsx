// A conversation as its visitor sees it: the inbox answers as one.
'use client'
import { useForgetText } from '#ui/writing/use-composer-text.ts'
import { useVisitSends, useVisitTalk, useWithdrawn } from '../use-visit.ts'
import type { VisitPage } from '../use-visit.ts'
import { inboxLimits } from '../limits.ts'
import { Announcer } from '#ui/live/announcer.tsx'
import { WritingForm } from '#ui/writing/writing-form.tsx'
import { EarlierMessages } from '#features/rooms/ui/earlier-messages.tsx'
import { useTalkScroll } from '#features/rooms/ui/use-talk-scroll.ts'
import { Avatar } from '#ui/avatar.tsx'
import type { FormAction } from '#ui/form-state.ts'
import { firstWords } from './first-words.ts'
import { VisitMessage, VisitSending } from './visit-message.tsx'
import { Contained } from '#ui/contained.tsx'
import { isolated } from '#platform/text/names.ts'
import { Withdrawn } from './withdrawn.tsx'

export function Visit({ given, say }: { given: VisitPage; say: FormAction }) {
  const { visit } = given
  const { talk, prepend } = useVisitTalk(given)
  useForgetText(firstWords(visit.inbox.id))
  const { sends, send, retry, discard } = useVisitSends(visit.id)
  const { scroller } = useTalkScroll(sends.at(-1)?.ref ?? null)
  const withdrawn = useWithdrawn(visit.id, `visit-${visit.id}`)
  if (withdrawn) {
    return <Withdrawn unsent={[...sends.map(({ body }) => body), ...withdrawn.unsent]} />
  }
  const answers = talk.messages.filter(({ author }) => author.id === visit.inbox.id)
  return (
    <div className="fills-page">
      <div className="column flex min-h-14 shrink-0 items-center gap-3 border-b border-line">
        <Avatar person={visit.inbox} size="small" />
        <h1 className="min-w-0 truncate text-lg font-semibold">
          <Contained text={visit.inbox.name} />
        </h1>
      </div>
      <div
        ref={scroller}
        // Focusable, so that the keyboard can scroll it.
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
        tabIndex={0}
        role="log"
        aria-label="Messages"
        aria-live="off"
        className="talk-scroller min-h-0 flex-1"
      >
        <div className="mb-auto pt-4 pb-3">
          <EarlierMessages
            path={`/api/visits/${visit.id}/messages`}
            href={`/visit/${visit.id}`}
            previous={talk.previous}
            onPage={prepend}
          >
            Keep the address of this page: it leads back to this conversation, and whoever has it
            can read along.
          </EarlierMessages>
          {talk.messages.map((message) => (
            <VisitMessage
              key={message.id}
              message={message}
              isOwn={message.author.id !== visit.inbox.id}
            />
          ))}
          {sends.map((each) => (
            <VisitSending key={each.ref} send={each} retry={retry} discard={discard} />
          ))}
        </div>
      </div>
      <Announcer count={answers.length} one="1 new answer" many="new answers" />
      <div className="column shrink-0 border-t border-line bg-paper pt-3 pb-[max(0.75rem,env(safe-area-inset-bottom))]">
        <WritingForm
          name={`visit-${visit.id}`}
          limit={inboxLimits.message}
          label={`Message to ${isolated(visit.inbox.name)}`}
          placeholder={`Message to ${isolated(visit.inbox.name)}`}
          button="Send"
          action={say}
          enterSends
          send={send}
        >
          <input type="hidden" name="visitId" value={visit.id} />
        </WritingForm>
      </div>
    </div>
  )
}
