// The rooms that one is in, those that one may join, and the ways to begin another one.
import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { NewDirectForm, NewRoomForm } from '#components/room/new-room-forms.tsx'
import { RoomsHead } from '#components/room/invitations.tsx'
import { OpenRooms, OwnRooms } from '#components/room/room-list.tsx'
import { ProblemNote } from '#components/ui/problem-note.tsx'
import { readOpenRooms } from '#server/domain/queries/rooms.ts'
import { site } from '#server/domain/site.ts'
import { createRoom, joinRoom, leaveRoom, openDirect } from '../room-actions.ts'
import { parameter } from '../same-site-path.ts'
import type { SearchParameters } from '../same-site-path.ts'
import { currentViewer } from '../viewer.ts'

export const metadata: Metadata = { title: 'Rooms' }

const headingClass = 'pt-8 pb-2 text-lg font-semibold'

export default async function RoomsPage({ searchParams }: { searchParams: SearchParameters }) {
  const query = await searchParams
  const viewer = await currentViewer()
  if (!viewer) redirect('/sign-in?back=/rooms')
  const cursor = site().cursor()
  const open = await readOpenRooms(site().db, viewer.id)
  return (
    <div className="column pb-16">
      <ProblemNote code={parameter(query['problem']) ?? undefined} />
      <RoomsHead join={joinRoom} leave={leaveRoom} />
      <OwnRooms />
      <h2 className={headingClass}>Open to all</h2>
      <OpenRooms rooms={open} cursor={cursor} join={joinRoom} />
      <h2 className={headingClass}>Talk to somebody</h2>
      <NewDirectForm open={openDirect} />
      <h2 className={headingClass}>Begin a room</h2>
      <NewRoomForm create={createRoom} />
    </div>
  )
}
