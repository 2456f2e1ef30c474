// The forms that share a draft: with people by name, or by a link.
'use client'
import { UserMinus } from 'lucide-react'
import { useId, useRef } from 'react'
import type { DraftWriter } from '../protocol.ts'
import { Avatar } from '#ui/avatar.tsx'
import { buttonClass, iconButtonClass } from '#ui/button.ts'
import { ConfirmLink } from '#ui/confirm.tsx'
import { inputClass } from '#ui/field.tsx'
import type { FormAction } from '#ui/form-state.ts'
import { Problem } from '#ui/problem.tsx'
import { RefInput } from '#ui/ref-input.tsx'
import { useForm } from '#ui/use-form.ts'
import { useHydrated } from '#ui/use-hydrated.ts'
import { Contained } from '#ui/contained.tsx'
import { isolated } from '#platform/text/names.ts'

export interface Sharing {
  writers: readonly DraftWriter[]
  readKey: string | null
  writeKey: string | null
}

export interface SharingActions {
  askToDraft: FormAction
  deleteDraft: (form: FormData) => Promise<void>
  removeFromDraft: (form: FormData) => Promise<void>
  setDraftLink: (form: FormData) => Promise<void>
}

interface Props {
  draftId: string
  sharing: Sharing
  actions: SharingActions
}

export function DraftSharing({ draftId, sharing, actions }: Props) {
  return (
    <section aria-labelledby="sharing" className="mt-10 space-y-5 border-t border-line pt-6">
      <h2 id="sharing" className="text-lg font-semibold">
        Who takes part
      </h2>
      <ul className="space-y-1">
        {sharing.writers.map(({ person, role, hasAccepted }) => (
          <li key={person.id} className="flex min-h-11 items-center gap-3">
            <Avatar person={person} size="small" />
            <span className="min-w-0 flex-1 truncate">
              <Contained text={person.name} />
            </span>
            <span className="text-note text-muted">
              {role === 'read' ? 'reads' : hasAccepted ? 'writes' : 'is asked to write'}
            </span>
            <form action={actions.removeFromDraft}>
              <RefInput form={`remove-${draftId}-${person.id}`} />
              <input type="hidden" name="draftId" value={draftId} />
              <input type="hidden" name="userId" value={person.id} />
              <button
                type="submit"
                aria-label={`Remove ${isolated(person.name)}`}
                className={iconButtonClass}
              >
                <UserMinus aria-hidden="true" className="size-4.5" strokeWidth={1.75} />
              </button>
            </form>
          </li>
        ))}
      </ul>
      <AskForm draftId={draftId} ask={actions.askToDraft} count={sharing.writers.length} />
      <LinkRow draftId={draftId} allows="write" linkKey={sharing.writeKey} actions={actions} />
      <LinkRow draftId={draftId} allows="read" linkKey={sharing.readKey} actions={actions} />
      <DeleteDraft draftId={draftId} remove={actions.deleteDraft} />
    </section>
  )
}

function DeleteDraft({
  draftId,
  remove,
}: {
  draftId: string
  remove: SharingActions['deleteDraft']
}) {
  const form = useRef<HTMLFormElement>(null)
  return (
    <form ref={form} action={remove}>
      <RefInput form={`delete-${draftId}`} />
      <input type="hidden" name="draftId" value={draftId} />
      <ConfirmLink
        href="#sharing"
        label="Delete this draft"
        className={buttonClass('danger')}
        title="Delete this draft?"
        text="Its words and its versions go for everybody. This cannot be taken back."
        confirm="Delete"
        onConfirm={() => form.current?.requestSubmit()}
      >
        Delete this draft
      </ConfirmLink>
    </form>
  )
}

const askFields = { handle: null }

function AskForm({ draftId, ask, count }: { draftId: string; ask: FormAction; count: number }) {
  const { state, busy, problemOf, problem, form } = useForm(ask, askFields)
  const sentence = problemOf('handle') ?? problem
  const note = useId()
  return (
    <form {...form} className="space-y-2">
      <RefInput form={`ask-${draftId}-${count}`} state={`${count} ${state.problem ?? ''}`} />
      <input type="hidden" name="draftId" value={draftId} />
      <div className="flex flex-wrap gap-2">
        <input
          name="handle"
          required
          aria-label="Handle of the person to ask"
          placeholder="@handle"
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          aria-invalid={sentence === null ? undefined : true}
          aria-describedby={note}
          defaultValue={state.values['handle'] ?? ''}
          className={`${inputClass} min-w-40 flex-1`}
        />
        <select
          name="role"
          aria-label="What they may do"
          defaultValue={state.values['role'] ?? 'write'}
          className="min-h-12 rounded-xl border border-edge bg-raised px-3"
        >
          <option value="write">may write</option>
          <option value="read">may read</option>
        </select>
        <button type="submit" aria-disabled={busy} className={buttonClass('quiet', 'min-h-12')}>
          Ask
        </button>
      </div>
      <div id={note}>{sentence === null ? null : <Problem>{sentence}</Problem>}</div>
    </form>
  )
}

function LinkRow({
  draftId,
  allows,
  linkKey,
  actions,
}: {
  draftId: string
  allows: 'read' | 'write'
  linkKey: string | null
  actions: SharingActions
}) {
  const hydrated = useHydrated()
  const origin = hydrated ? location.origin : ''
  return (
    <form action={actions.setDraftLink} className="flex flex-wrap items-center gap-2">
      <RefInput form={`link-${allows}-${draftId}-${linkKey}`} state={linkKey} />
      <input type="hidden" name="draftId" value={draftId} />
      <input type="hidden" name="role" value={allows} />
      <input type="hidden" name="on" value={linkKey === null ? 'yes' : 'no'} />
      {linkKey === null ? null : (
        <input
          readOnly
          aria-label={`Link for whoever may ${allows}`}
          value={`${origin}/drafts/${draftId}?key=${linkKey}`}
          onFocus={(event) => event.currentTarget.select()}
          className={`${inputClass} min-w-40 flex-1 text-note`}
        />
      )}
      <button type="submit" className={buttonClass('quiet')}>
        {linkKey === null ? `Make a link to ${allows}` : `End the link to ${allows}`}
      </button>
    </form>
  )
}
