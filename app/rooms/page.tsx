// The page of the viewer's rooms, with the public rooms to join and the forms to make one.
import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { NewDirectForm, NewRoomForm } from '#features/rooms/ui/new-room-forms.tsx'
import { RoomsHead } from '#features/rooms/ui/invitations.tsx'
import { OpenRooms, OwnRooms, RoomRows } from '#features/rooms/ui/room-list.tsx'
import { NextPage } from '#ui/next-page.tsx'
import { ProblemNote } from '#ui/problem-note.tsx'
import type { OwnRoom } from '#features/rooms/protocol.ts'
import { isId } from '#platform/id.ts'
import { placeOfOlder, readOlderRooms, readOpenRooms } from '#features/rooms/room-lists.ts'
import { site } from '#server/site.ts'
import { ownRoomsOf } from '../own-rooms.ts'
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
  const { db } = site()
  const before = parameter(query['before'])
  if (isId(before)) return <OlderRooms {...await readOlderRooms(db, viewer.id, before)} />
  const cursor = site().cursor()
  const after = parameter(query['after'])
  const open = await readOpenRooms(db, viewer.id, after)
  const older = placeOfOlder(await ownRoomsOf(viewer.id))
  return (
    <div className="column pb-16">
      <ProblemNote code={parameter(query['problem']) ?? undefined} />
      <RoomsHead join={joinRoom} leave={leaveRoom} />
      <OwnRooms />
      <NextPage href={older && `/rooms?before=${older}`}>Older rooms</NextPage>
      <h2 className={headingClass}>Open to all</h2>
      <OpenRooms rooms={open.rooms} cursor={cursor} join={joinRoom} />
      <NextPage href={open.next && `/rooms?after=${open.next}`}>More open rooms</NextPage>
      <h2 className={headingClass}>Talk to somebody</h2>
      <NewDirectForm open={openDirect} />
      <h2 className={headingClass}>Begin a room</h2>
      <NewRoomForm create={createRoom} />
    </div>
  )
}

/** Not live: rooms with new messages move to the first page. */
function OlderRooms({ rooms, next }: { rooms: OwnRoom[]; next: string | null }) {
  return (
    <div className="column pb-16">
      <h1 className="pt-6 pb-2 text-xl font-semibold">Older rooms</h1>
      <RoomRows rooms={rooms} />
      <NextPage href={next && `/rooms?before=${next}`}>Older rooms</NextPage>
    </div>
  )
}
