// The list of drafts that the viewer owns or that are shared with them.
import type { Metadata } from 'next'
import Link from 'next/link'
import { redirect } from 'next/navigation'
import { BeginDraft } from '#features/drafts/ui/begin-draft.tsx'
import { RefreshOn } from '#ui/live/refresh-on.tsx'
import { NextPage } from '#ui/next-page.tsx'
import { ProblemNote } from '#ui/problem-note.tsx'
import { Time } from '#ui/time.tsx'
import { readDrafts } from '#features/drafts/queries.ts'
import { site } from '#server/site.ts'
import { createDraft } from '../draft-actions.ts'
import { parameter } from '../same-site-path.ts'
import type { SearchParameters } from '../same-site-path.ts'
import { currentViewer } from '../viewer.ts'
import { Contained } from '#ui/contained.tsx'
import { isolated } from '#platform/text/names.ts'

export const metadata: Metadata = { title: 'Drafts' }

export default async function DraftsPage({ searchParams }: { searchParams: SearchParameters }) {
  const query = await searchParams
  const viewer = await currentViewer()
  if (!viewer) redirect('/sign-in?back=/drafts')
  const { drafts, next } = await readDrafts(site().db, viewer.id, parameter(query['before']))
  return (
    <div className="column pb-16">
      <RefreshOn change="drafts" />
      <ProblemNote code={parameter(query['problem']) ?? undefined} />
      <div className="flex flex-wrap items-center justify-between gap-2 pt-6 pb-2">
        <h1 className="text-xl font-semibold">Drafts</h1>
        <BeginDraft begin={createDraft} />
      </div>
      {drafts.length === 0 ? (
        <p className="py-2 text-muted">
          A draft is written by you alone, or by several at once, until you publish it.
        </p>
      ) : null}
      <ul>
        {drafts.map((draft) => (
          <li key={draft.id}>
            <Link
              href={`/drafts/${draft.id}`}
              prefetch={false}
              className="-mx-3 flex min-h-14 items-center gap-3 rounded-xl px-3 py-2 hover:bg-sunken"
            >
              <span className="min-w-0 flex-1">
                <span className="block truncate font-medium">
                  <Contained text={draft.title || 'Untitled'} />
                </span>
                <span className="block truncate text-note text-muted">
                  {draft.owner.id === viewer.id
                    ? 'yours'
                    : draft.isAsked
                      ? `${isolated(draft.owner.name)} asks you to write along`
                      : `by ${isolated(draft.owner.name)}`}
                  {draft.postId ? ' · published' : ''}
                </span>
              </span>
              <span className="shrink-0 text-note text-muted">
                <Time at={draft.updatedAt} />
              </span>
            </Link>
          </li>
        ))}
      </ul>
      <NextPage href={next && `/drafts?before=${next}`}>Older drafts</NextPage>
    </div>
  )
}
