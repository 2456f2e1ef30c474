// The page of a draft's versions: compares one with the present text, and restores it.
import type { Metadata } from 'next'
import Link from 'next/link'
import { notFound } from 'next/navigation'
import { RefreshOn } from '#ui/live/refresh-on.tsx'
import { Difference } from '#features/drafts/ui/difference.tsx'
import { RestoreForm } from '#features/drafts/ui/restore-form.tsx'
import { DraftText } from '#features/drafts/ui/draft-text.tsx'
import { NextPage } from '#ui/next-page.tsx'
import { Time } from '#ui/time.tsx'
import { linkClass } from '#ui/button.ts'
import { readText } from '#features/drafts/draft-updates.ts'
import { draftRole } from '#features/drafts/policy.ts'
import { readDraft, readVersion, readVersions } from '#features/drafts/queries.ts'
import { site } from '#server/site.ts'
import { restoreVersion } from '../../../draft-actions.ts'
import { parameter } from '../../../same-site-path.ts'
import type { SearchParameters } from '../../../same-site-path.ts'
import { currentViewer } from '../../../viewer.ts'
import { Contained } from '#ui/contained.tsx'
import { isolated } from '#platform/text/names.ts'

export const metadata: Metadata = { title: 'Versions', robots: { index: false } }

export default async function VersionsPage({
  params,
  searchParams,
}: {
  params: Promise<{ id: string }>
  searchParams: SearchParameters
}) {
  const { id } = await params
  const query = await searchParams
  const versionId = parameter(query['version'])
  const viewer = await currentViewer()
  const { db, compareTexts } = site()
  const draft = await readDraft(db, id)
  const role = draft && (await draftRole(db, viewer?.id ?? null, id, null))
  if (!draft || !role) notFound()
  const [{ versions, next }, now, then] = await Promise.all([
    readVersions(db, id, parameter(query['before'])),
    readText(db, id),
    versionId === null ? null : readVersion(db, id, versionId),
  ])
  const parts = then === null ? null : await compareTexts(then, now)
  return (
    <div className="column pb-16">
      <RefreshOn change="drafts" />
      <h1 className="pt-6 pb-1 text-xl font-semibold">Versions</h1>
      <p className="pb-4 text-muted">
        of{' '}
        <Link href={`/drafts/${id}`} prefetch={false} className={linkClass}>
          <Contained text={draft.title || 'Untitled'} />
        </Link>
      </p>
      {versions.length === 0 ? (
        <p className="text-muted">None yet. One is kept now and then, and whenever you ask.</p>
      ) : null}
      <ul>
        {versions.map((version) => (
          <li key={version.id}>
            <Link
              href={`/drafts/${id}/versions?version=${version.id}`}
              prefetch={false}
              aria-current={version.id === versionId ? 'true' : undefined}
              className="-mx-3 flex min-h-11 items-center gap-2 rounded-lg px-3 hover:bg-sunken aria-current:bg-sunken aria-current:font-semibold"
            >
              <Time at={version.at} />
              <span className="text-note text-muted">
                {version.by ? `kept by ${isolated(version.by.name)}` : 'kept by itself'}
              </span>
            </Link>
          </li>
        ))}
      </ul>
      <NextPage href={next && `/drafts/${id}/versions?before=${next}`}>Older versions</NextPage>
      {then === null ? null : (
        <section aria-labelledby="then" className="mt-8 border-t border-line pt-6">
          <h2 id="then" className="pb-3 text-lg font-semibold">
            As it was then
          </h2>
          <div className="prose-plain text-read">
            <DraftText text={then} />
          </div>
        </section>
      )}
      {then === null || versionId === null ? null : (
        <section aria-labelledby="difference" className="mt-8 border-t border-line pt-6">
          <div className="flex items-center justify-between gap-4 pb-3">
            <h2 id="difference" className="text-lg font-semibold">
              From then to now
            </h2>
            {role === 'read' ? null : (
              <RestoreForm draftId={id} versionId={versionId} restore={restoreVersion} />
            )}
          </div>
          <Difference parts={parts} now={now} />
        </section>
      )}
    </div>
  )
}
