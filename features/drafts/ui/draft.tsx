// The page of a draft: writers, connection status, text, and sharing for its owner.
'use client'
import Link from 'next/link'
import { lazy, Suspense, useState } from 'react'
import { useViewer } from '#features/profiles/use-profile.ts'
import type { PublishedView } from '../channel.ts'
import type { DraftRole, DraftView } from '../protocol.ts'
import { buttonClass } from '#ui/button.ts'
import type { FormAction } from '#ui/form-state.ts'
import { useHydrated } from '#ui/use-hydrated.ts'
import { DraftButton } from './draft-button.tsx'
import { DraftInvitation, LeaveDraft } from './draft-invitation.tsx'
import type { InvitationActions } from './draft-invitation.tsx'
import { DraftPublished } from './draft-published.tsx'
import { DraftSharing } from './draft-sharing.tsx'
import type { Sharing, SharingActions } from './draft-sharing.tsx'
import { DraftState } from './draft-state.tsx'
import type { Present } from './draft-state.tsx'
import { CannotBeOpened, EditorBoundary } from './editor-boundary.tsx'
import { ReadOnly } from './read-only.tsx'
import { isolated } from '#platform/text/names.ts'

// The editor is large: it is loaded on this page alone, after the text is shown.
const Editor = lazy(async () => ({ default: (await import('./editor.tsx')).Editor }))

export function Draft({
  draft,
  role,
  linkKey,
  text,
  published: publishedAtFirst,
  sharing,
  invitation,
  actions,
}: {
  draft: DraftView
  role: DraftRole
  linkKey: string | null
  /** Null when the stored text cannot be read. */
  text: string | null
  published: PublishedView | null
  /** Null for everybody but the owner. */
  sharing: Sharing | null
  /** For people invited by name: whether they have accepted. Null for everybody else. */
  invitation: { hasAccepted: boolean } | null
  actions: SharingActions &
    InvitationActions & {
      keepVersion: FormAction
      publishDraft: FormAction
      updatePublished: FormAction
    }
}) {
  const hydrated = useHydrated()
  const viewer = useViewer()
  const [present, setPresent] = useState<Present>({ status: 'connecting', people: [] })
  const [published, setPublished] = useState(publishedAtFirst)
  const [words, setWords] = useState(text ?? '')
  const plain = text === null ? <CannotBeOpened /> : <ReadOnly text={text} />
  return (
    <div className="column pb-16">
      <h1 className="sr-only">Draft: {isolated(draft.title || 'Untitled')}</h1>
      <div className="flex min-h-14 flex-wrap items-center justify-between gap-x-4 border-b border-line py-1">
        <p className="text-note text-muted">
          {role === 'owner' ? 'Your draft' : `Draft by ${isolated(draft.owner.name)}`}
          {role === 'read' ? ' · you may read it' : ''}
        </p>
        {hydrated ? <DraftState present={present} /> : null}
      </div>
      {viewer && invitation?.hasAccepted === false ? (
        <DraftInvitation draft={draft} viewerId={viewer.id} actions={actions} />
      ) : null}
      {hydrated && text !== null ? (
        <EditorBoundary>
          <Suspense fallback={plain}>
            <Editor
              draftId={draft.id}
              linkKey={linkKey}
              mayWrite={role !== 'read'}
              isGuest={viewer === null}
              text={text}
              onPresent={setPresent}
              onPublished={setPublished}
              onWords={setWords}
            />
          </Suspense>
        </EditorBoundary>
      ) : (
        <>
          {plain}
          <noscript>
            <p className="py-3 text-note text-muted">Scripts are needed to write here.</p>
          </noscript>
        </>
      )}
      <DraftPublished
        draftId={draft.id}
        published={published}
        words={words}
        update={viewer && role !== 'read' && text !== null ? actions.updatePublished : null}
      />
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
          {role === 'owner' && !published?.postId ? (
            <DraftButton draftId={draft.id} action={actions.publishDraft} name="publish" primary>
              {published ? 'Publish again' : 'Publish'}
            </DraftButton>
          ) : null}
        </div>
      ) : null}
      {viewer && invitation?.hasAccepted === true ? (
        <div className="mt-10 border-t border-line pt-6">
          <LeaveDraft draftId={draft.id} viewerId={viewer.id} leave={actions.removeFromDraft}>
            Leave this draft
          </LeaveDraft>
        </div>
      ) : null}
      {sharing ? <DraftSharing draftId={draft.id} sharing={sharing} actions={actions} /> : null}
    </div>
  )
}
