// An invitation to write a draft, with buttons to accept and decline.
import type { DraftView } from '../protocol.ts'
import { buttonClass } from '#ui/button.ts'
import { Contained } from '#ui/contained.tsx'
import { InOrderForm } from '#ui/in-order-form.tsx'
import { RefInput } from '#ui/ref-input.tsx'

type Act = (form: FormData) => Promise<void>

export interface InvitationActions {
  acceptDraft: Act
  removeFromDraft: Act
}

interface Props {
  draft: DraftView
  viewerId: string
  actions: InvitationActions
}

export function DraftInvitation({ draft, viewerId, actions }: Props) {
  return (
    <section
      aria-labelledby="invitation"
      className="my-4 space-y-3 rounded-2xl border border-line bg-raised p-4"
    >
      <h2 id="invitation" className="font-semibold">
        <Contained text={draft.owner.name} /> asks you to write this with them
      </h2>
      <p className="text-note text-muted">
        If you do, your name stands on the post that it becomes. You can take it off at any time.
      </p>
      <div className="flex flex-wrap gap-2">
        <form action={actions.acceptDraft}>
          <RefInput form={`accept-${draft.id}`} />
          <input type="hidden" name="draftId" value={draft.id} />
          <button type="submit" className={buttonClass('primary')}>
            Write along
          </button>
        </form>
        <LeaveDraft draftId={draft.id} viewerId={viewerId} leave={actions.removeFromDraft}>
          No, thanks
        </LeaveDraft>
      </div>
    </section>
  )
}

/** Invited people may leave, whether they have accepted or not. */
export function LeaveDraft({
  draftId,
  viewerId,
  leave,
  children,
}: {
  draftId: string
  viewerId: string
  leave: Act
  children: string
}) {
  return (
    <InOrderForm action={leave}>
      <RefInput form={`leave-${draftId}`} />
      <input type="hidden" name="draftId" value={draftId} />
      <input type="hidden" name="userId" value={viewerId} />
      <button type="submit" className={buttonClass('plain')}>
        {children}
      </button>
    </InOrderForm>
  )
}
