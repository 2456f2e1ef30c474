// The page of a draft: the editor for writers, the text for readers.
import type { Metadata } from 'next'
import { notFound, redirect } from 'next/navigation'
import { Draft } from '#features/drafts/ui/draft.tsx'
import { RefreshOn } from '#ui/live/refresh-on.tsx'
import { ProblemNote } from '#ui/problem-note.tsx'
import { readText } from '#features/drafts/draft-updates.ts'
import { draftRole } from '#features/drafts/policy.ts'
import { readDraft, readPublished, readWriters } from '#features/drafts/queries.ts'
import { site } from '#server/site.ts'
import {
  acceptDraft,
  askToDraft,
  deleteDraft,
  keepVersion,
  publishDraft,
  removeFromDraft,
  setDraftLink,
  updatePublished,
} from '../../draft-actions.ts'
import { parameter } from '../../same-site-path.ts'
import type { SearchParameters } from '../../same-site-path.ts'
import { currentViewer } from '../../viewer.ts'

// The link holds a key: it must not reach other sites by the Referer header, nor search engines.
export const metadata: Metadata = {
  title: 'Draft',
  robots: { index: false },
  referrer: 'same-origin',
}

const actions = {
  acceptDraft,
  askToDraft,
  deleteDraft,
  keepVersion,
  publishDraft,
  removeFromDraft,
  setDraftLink,
  updatePublished,
}

export default async function DraftPage({
  params,
  searchParams,
}: {
  params: Promise<{ id: string }>
  searchParams: SearchParameters
}) {
  const { id } = await params
  const query = await searchParams
  const key = parameter(query['key'])
  const viewer = await currentViewer()
  const { db } = site()
  const draft = await readDraft(db, id)
  const role = draft && (await draftRole(db, viewer?.id ?? null, id, key))
  if (!draft || !role) {
    if (!viewer) redirect(`/sign-in?back=${encodeURIComponent(`/drafts/${id}`)}`)
    notFound()
  }
  const isOwner = role === 'owner'
  const [text, writers, published] = await Promise.all([
    readableText(id),
    readWriters(db, id),
    readPublished(db, id),
  ])
  const { readKey, writeKey, ...view } = draft
  const own = writers.find(({ person }) => person.id === viewer?.id)
  return (
    <>
      <RefreshOn change="drafts" />
      <ProblemNote code={parameter(query['problem']) ?? undefined} />
      <Draft
        // The key changes with the role, so that accepting gives a new editor, which may write.
        key={`${id} ${role}`}
        draft={view}
        role={role}
        linkKey={key}
        text={text}
        published={published}
        invitation={own ? { hasAccepted: own.hasAccepted } : null}
        sharing={isOwner ? { writers, readKey, writeKey } : null}
        actions={actions}
      />
    </>
  )
}

/** The text, or null when the stored draft cannot be read: sharing can be changed all the same. */
async function readableText(draftId: string): Promise<string | null> {
  const { db, logger } = site()
  try {
    return await readText(db, draftId)
  } catch (error) {
    logger.error({ err: error, draftId }, 'a draft cannot be read')
    return null
  }
}
