// A visitor's conversation with an inbox, for everybody who has its link.
import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { Visit } from '#features/inboxes/ui/visit.tsx'
import { readVisit, readVisitMessages } from '#features/inboxes/queries.ts'
import { site } from '#server/site.ts'
import { sayAsVisitor } from '../../inbox-actions.ts'
import { parameter } from '../../same-site-path.ts'
import type { SearchParameters } from '../../same-site-path.ts'

// The URL is the key: it must not reach other sites by the Referer header, nor search engines.
export const metadata: Metadata = {
  title: 'Your conversation',
  robots: { index: false },
  referrer: 'same-origin',
}

export default async function VisitPage({
  params,
  searchParams,
}: {
  params: Promise<{ id: string }>
  searchParams: SearchParameters
}) {
  const before = parameter((await searchParams)['before'])
  const { db } = site()
  const cursor = site().cursor()
  const visit = await readVisit(db, (await params).id)
  if (!visit) notFound()
  const page = await readVisitMessages(db, visit, { before })
  return <Visit key={`${visit.id} ${before}`} given={{ cursor, visit, page }} say={sayAsVisitor} />
}
