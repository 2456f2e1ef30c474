// All members of a room, page by page.
import type { Metadata } from 'next'
import Link from 'next/link'
import { notFound, redirect } from 'next/navigation'
import { PeopleList } from '#features/rooms/ui/people-list.tsx'
import { RoomTitle } from '#features/rooms/ui/room-name.tsx'
import { NextPage } from '#ui/next-page.tsx'
import { mayRemoveMember, memberships } from '#features/rooms/policy.ts'
import { readMembers } from '#features/rooms/room-lists.ts'
import { site } from '#server/site.ts'
import { removeMember } from '../../../room-actions.ts'
import { parameter } from '../../../same-site-path.ts'
import type { SearchParameters } from '../../../same-site-path.ts'
import { currentViewer } from '../../../viewer.ts'
import { readableRoom } from '../read.ts'

export const metadata: Metadata = { title: 'People' }

interface Address {
  params: Promise<{ id: string }>
  searchParams: SearchParameters
}

export default async function PeoplePage({ params, searchParams }: Address) {
  const { id } = await params
  const query = await searchParams
  const viewer = await currentViewer()
  if (!viewer) redirect(`/sign-in?back=${encodeURIComponent(`/rooms/${id}/people`)}`)
  const { db } = site()
  const room = await readableRoom(viewer.id, id)
  if (!room) notFound()
  const { people, next } = await readMembers(db, id, parameter(query['after']))
  const isMember = (await memberships(db, [{ userId: viewer.id, roomId: id }]))(viewer.id, id)
  return (
    <div className="column pb-16">
      <h1 className="pt-6 pb-2 text-xl font-semibold">
        People in{' '}
        <Link href={`/rooms/${id}`} prefetch={false} className="underline">
          <RoomTitle room={room} viewerId={viewer.id} />
        </Link>
      </h1>
      <PeopleList
        room={room}
        people={people}
        viewerId={viewer.id}
        remove={isMember && mayRemoveMember(viewer.id, room) ? removeMember : null}
      />
      <NextPage href={next && `/rooms/${id}/people?after=${next}`}>More people</NextPage>
    </div>
  )
}
