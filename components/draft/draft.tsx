// A draft: who writes, how it is connected, the text, and for its owner who may take part.
'use client'
import Link from 'next/link'
import { lazy, Suspense, useActionState, useState } from 'react'
import { useViewer } from '#client/hooks.tsx'
import type { DraftRole, DraftView } from '#protocol/drafts.ts'
import { buttonClass, linkClass } from '../ui/button.ts'
import { untouched } from '../ui/form-state.ts'
import type { FormAction } from '../ui/form-state.ts'
import { Problem } from '../ui/problem.tsx'
import { RefInput } from '../ui/ref-input.tsx'
import { useHydrated } from '../ui/use-hydrated.ts'
import { DraftSharing } from './draft-sharing.tsx'
import type { Sharing, SharingActions } from './draft-sharing.tsx'
import { DraftState } from './draft-state.tsx'
import type { Present } from './draft-state.tsx'
import { ReadOnly } from './read-only.tsx'

// The editor is large: it comes on this page alone, and after its words.
const Editor = lazy(async () => ({ default: (await import('./editor.tsx')).Editor }))

export function Draft({
  draft,
  role,
  linkKey,
  text,
  sharing,
  actions,
}: {
  draft: DraftView
  role: DraftRole
  linkKey: string | null
  text: string
  /** The owner's alone. */
  sharing: Sharing | null
  actions: SharingActions & { keepVersion: FormAction; publishDraft: FormAction }
}) {
  const hydrated = useHydrated()
  const viewer = useViewer()
  const [present, setPresent] = useState<Present>({ status: 'connecting', people: [] })
  const plain = <ReadOnly text={text} />
  return (
    <div className="column pb-16">
      <h1 className="sr-only">Draft: {draft.title || 'Untitled'}</h1>
      <div className="flex min-h-14 flex-wrap items-center justify-between gap-x-4 border-b border-line py-1">
        <p className="text-note text-muted">
          {role === 'owner' ? 'Your draft' : `Draft by ${draft.owner.name}`}
          {role === 'read' ? ' · you may read it' : ''}
          {draft.postId ? (
            <>
              {' · '}
              <Link href={`/posts/${draft.postId}`} prefetch={false} className={linkClass}>
                published
              </Link>
            </>
          ) : null}
        </p>
        {hydrated ? <DraftState present={present} /> : null}
      </div>
      {hydrated ? (
        <Suspense fallback={plain}>
          <Editor
            draftId={draft.id}
            linkKey={linkKey}
            mayWrite={role !== 'read'}
            person={viewer}
            text={text}
            onPresent={setPresent}
          />
        </Suspense>
      ) : (
        <>
          {plain}
          <noscript>
            <p className="py-3 text-note text-muted">Scripts are needed to write here.</p>
          </noscript>
        </>
      )}
      {viewer && role !== 'read' ? (
        <div className="flex flex-wrap items-start gap-3 border-t border-line pt-4">
          <DraftButton draftId={draft.id} action={actions.keepVersion} name="keep" done="Kept">
            Keep this version
          </DraftButton>
          <Link
            href={`/drafts/${draft.id}/versions`}
            prefetch={false}
            className={buttonClass('plain')}
          >
            Versions
          </Link>
          {role === 'owner' && !draft.postId ? (
            <DraftButton draftId={draft.id} action={actions.publishDraft} name="publish" primary>
              Publish
            </DraftButton>
          ) : null}
        </div>
      ) : null}
      {sharing ? <DraftSharing draftId={draft.id} sharing={sharing} actions={actions} /> : null}
    </div>
  )
}

function DraftButton({
  draftId,
  action,
  name,
  done = '',
  primary = false,
  children,
}: {
  draftId: string
  action: FormAction
  name: string
  done?: string
  primary?: boolean
  children: string
}) {
  const [state, send, busy] = useActionState(action, untouched)
  return (
    <form action={send} className="contents">
      <RefInput form={`${name}-${draftId}`} state={state} />
      <input type="hidden" name="draftId" value={draftId} />
      <button
        type="submit"
        aria-disabled={busy}
        className={buttonClass(primary ? 'primary' : 'quiet', primary ? 'ms-auto' : '')}
      >
        {children}
      </button>
      {/* Below all buttons, where there is always room for it: nothing moves when it is said. */}
      <div className="order-last min-h-6 flex-1 basis-40 text-note text-muted">
        <p role="status">{state.done ? done : ''}</p>
        {state.problem ? <Problem>{state.problem}</Problem> : null}
      </div>
    </form>
  )
}
