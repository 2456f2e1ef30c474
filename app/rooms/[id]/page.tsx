// The page of a room: for its members, and of a public one for others, to read and to join.
import { isId } from '#platform/id.ts'
import type { Metadata } from 'next'
import { notFound, redirect } from 'next/navigation'
import { Room } from '#features/rooms/ui/room.tsx'
import { roomName } from '#features/rooms/ui/room-name.tsx'
import { ProblemNote } from '#ui/problem-note.tsx'
import { InvitationPage } from '#features/rooms/ui/invitations.tsx'
import { Conversation } from '#features/inboxes/ui/conversation.tsx'
import { Inbox } from '#features/inboxes/ui/inbox.tsx'
import type { InboxView } from '#features/inboxes/ui/inbox.tsx'
import { InboxSettings } from '#features/inboxes/ui/inbox-settings.tsx'
import { RefreshOn } from '#ui/live/refresh-on.tsx'
import { mayRunInbox } from '#features/inboxes/policy.ts'
import { readContact, readConversations, readInboxSettings } from '#features/inboxes/queries.ts'
import { readAsked, readInvitations } from '#features/rooms/invitation-queries.ts'
import { readMessages } from '#features/rooms/message-queries.ts'
import { readMembers } from '#features/rooms/room-lists.ts'
import { readOwnRooms } from '#features/rooms/queries.ts'
import { site } from '#server/site.ts'
import { assign, renewInboxKeys, retryDeliveries, setDone, setInbox } from '../../inbox-actions.ts'
import { invite, joinRoom, leaveRoom, message, removeMember } from '../../room-actions.ts'
import { parameter } from '../../same-site-path.ts'
import type { SearchParameters } from '../../same-site-path.ts'
import { currentViewer } from '../../viewer.ts'
import { readableRoom } from './read.ts'

interface Address {
  params: Promise<{ id: string }>
  searchParams: SearchParameters
}

const actions = { invite, joinRoom, leaveRoom, message, removeMember, assign, setDone }
const settingsActions = { setInbox, renewInboxKeys, retryDeliveries }

export async function generateMetadata({ params }: Address): Promise<Metadata> {
  const viewer = await currentViewer()
  const { id } = await params
  const room = viewer && (await readableRoom(viewer.id, id))
  return { title: room ? roomName(room, viewer.id) : 'Room' }
}

export default async function RoomPage({ params, searchParams }: Address) {
  const { id } = await params
  const query = await searchParams
  const before = parameter(query['before'])
  const viewer = await currentViewer()
  if (!viewer) redirect(`/sign-in?back=${encodeURIComponent(`/rooms/${id}`)}`)
  const { db } = site()
  const cursor = site().cursor()
  const room = await readableRoom(viewer.id, id)
  if (!room) {
    const [invitation] = isId(id) ? await readInvitations(db, viewer.id, id) : []
    if (!invitation) notFound()
    return <InvitationPage invitation={invitation} join={joinRoom} leave={leaveRoom} />
  }
  const [own = null] = await readOwnRooms(db, viewer.id, [id])
  const problem = <ProblemNote code={parameter(query['problem']) ?? undefined} />
  const { people } = await readMembers(db, id)
  const asked = own ? await readAsked(db, id) : []
  if (room.kind === 'inbox') {
    const view = inboxView(parameter(query['show']), mayRunInbox(viewer.id, room))
    const settings = view === 'settings' ? await readInboxSettings(db, id) : null
    return (
      <>
        {problem}
        <Inbox
          room={room}
          people={people}
          asked={asked}
          cursor={cursor}
          view={view}
          actions={actions}
          listed={
            view === 'done' || view === 'oldest'
              ? await readConversations(db, id, view === 'done' ? 'done' : 'open', before)
              : null
          }
        >
          {settings ? (
            <>
              <RefreshOn change={`inbox:${id}`} />
              <InboxSettings settings={settings} actions={settingsActions} />
            </>
          ) : null}
        </Inbox>
      </>
    )
  }
  const page = await readMessages(db, id, { before })
  const contact = room.conversation ? await readContact(db, id) : null
  const given = { cursor, room, own, page, people, isNewest: before === null }
  const shown = { key: `${id} ${before}`, actions, asked, given }
  return (
    <>
      {problem}
      {contact ? <Conversation {...shown} contact={contact} /> : <Room {...shown} />}
    </>
  )
}

function inboxView(asked: string | null, mayRun: boolean): InboxView {
  if (asked === 'mine' || asked === 'oldest' || asked === 'done') return asked
  return asked === 'settings' && mayRun ? 'settings' : 'open'
}
