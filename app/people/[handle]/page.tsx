// A person's page, served at /@handle.
import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { cache } from 'react'
import { PersonPage } from '#features/posts/ui/person-page.tsx'
import { ProblemNote } from '#ui/problem-note.tsx'
import { WithPostParts } from '#features/post-parts.tsx'
import { readPostMarks } from '#features/post-marks.ts'
import { readPostsBy } from '#features/posts/queries.ts'
import { readProfile } from '#features/profiles/queries.ts'
import { site } from '#server/site.ts'
import { OwnPages } from '../../frame/own-pages.tsx'
import { parameter } from '../../same-site-path.ts'
import type { SearchParameters } from '../../same-site-path.ts'
import { currentViewer } from '../../viewer.ts'
import { inLine, isolated } from '#platform/text/names.ts'

interface Address {
  params: Promise<{ handle: string }>
  searchParams: SearchParameters
}

const readAt = cache(async (handle: string) => {
  const cursor = site().cursor()
  return { cursor, profile: await readProfile(site().db, handle) }
})

export async function generateMetadata({ params }: Address): Promise<Metadata> {
  const { profile } = await readAt(decodeURIComponent((await params).handle))
  if (!profile) return { title: 'Not found' }
  return {
    title: `${isolated(profile.name)} (@${profile.handle})`,
    description: inLine(profile.bio) || `What ${isolated(profile.name)} says on Hubbub.`,
  }
}

export default async function ProfilePage({ params, searchParams }: Address) {
  const query = await searchParams
  const { cursor, profile } = await readAt(decodeURIComponent((await params).handle))
  if (!profile) notFound()
  const { db } = site()
  const before = parameter(query['before'])
  const [viewer, page] = await Promise.all([
    currentViewer(),
    readPostsBy(db, profile.id, { before }),
  ])
  const marks = await readPostMarks(db, viewer?.id ?? null, page.posts)
  return (
    <WithPostParts>
      <ProblemNote code={parameter(query['problem']) ?? undefined} />
      <PersonPage
        key={`${profile.id} ${before}`}
        profile={profile}
        page={page}
        marks={marks}
        cursor={cursor}
        editing={parameter(query['edit']) !== null}
        before={before}
        ownPages={viewer?.id === profile.id ? <OwnPages /> : null}
      />
    </WithPostParts>
  )
}
