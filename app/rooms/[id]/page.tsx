// One room: its talk for its members, the way in for others where it is open.
import type { Metadata } from 'next'
import { notFound, redirect } from 'next/navigation'
import { Room } from '#components/room/room.tsx'
import { roomName } from '#components/room/room-name.tsx'
import { JoinButton } from '#components/room/room-list.tsx'
import { NoticePage } from '#components/ui/notice-page.tsx'
import { readMessages } from '#server/domain/queries/messages.ts'
import { readMembers, readOwnRooms, readRoom } from '#server/domain/queries/rooms.ts'
import { site } from '#server/domain/site.ts'
import { parseTopic } from '#protocol/topics.ts'
import { invite, joinRoom, leaveRoom, message, removeMember } from '../../room-actions.ts'
import { parameter } from '../../same-site-path.ts'
import type { SearchParameters } from '../../same-site-path.ts'
import { currentViewer } from '../../viewer.ts'

interface Address {
  params: Promise<{ id: string }>
  searchParams: SearchParameters
}

const actions = { invite, leaveRoom, message, removeMember }

export async function generateMetadata({ params }: Address): Promise<Metadata> {
  const viewer = await currentViewer()
  const { id } = await params
  if (!viewer || !parseTopic(`room:${id}`)) return { title: 'Room' }
  const [own] = await readOwnRooms(site().db, viewer.id, id)
  return { title: own ? roomName(own.room, viewer.id) : 'Room' }
}

export default async function RoomPage({ params, searchParams }: Address) {
  const { id } = await params
  const before = parameter((await searchParams)['before'])
  const viewer = await currentViewer()
  if (!viewer) redirect(`/sign-in?back=${encodeURIComponent(`/rooms/${id}`)}`)
  if (!parseTopic(`room:${id}`)) notFound()
  const { db } = site()
  const cursor = site().cursor()
  const [own] = await readOwnRooms(db, viewer.id, id)
  if (!own) {
    const room = await readRoom(db, id)
    if (room?.kind !== 'public') notFound()
    return (
      <NoticePage title={room.name} way={<JoinButton room={room} join={joinRoom} />}>
        Join this room to read what is said here, and to say something.
      </NoticePage>
    )
  }
  const [page, people] = await Promise.all([readMessages(db, id, { before }), readMembers(db, id)])
  return (
    <Room
      key={`${id} ${before}`}
      actions={actions}
      given={{ cursor, own, page, people, isNewest: before === null }}
    />
  )
}
