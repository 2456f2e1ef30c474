// The public page of a shared inbox, where visitors write without an account.
import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { BeginVisit } from '#features/inboxes/ui/begin-visit.tsx'
import { readOpenInbox } from '#features/inboxes/queries.ts'
import { site } from '#server/site.ts'
import { beginVisit } from '../../inbox-actions.ts'
import { Contained } from '#ui/contained.tsx'
import { isolated } from '#platform/text/names.ts'

interface Address {
  params: Promise<{ id: string }>
}

export async function generateMetadata({ params }: Address): Promise<Metadata> {
  const inbox = await readOpenInbox(site().db, (await params).id)
  return { title: inbox ? `Write to ${isolated(inbox.name)}` : 'Not found' }
}

export default async function InboxPage({ params }: Address) {
  const inbox = await readOpenInbox(site().db, (await params).id)
  if (!inbox) notFound()
  return (
    <div className="column py-10">
      <h1 className="text-2xl font-semibold tracking-tight text-balance">
        Write to <Contained text={inbox.name} />
      </h1>
      <p className="mt-3 mb-8 max-w-prose text-muted">
        You need no account. The next page has an address of its own: keep it, the answer comes
        there.
      </p>
      <BeginVisit inboxId={inbox.id} begin={beginVisit} />
    </div>
  )
}
