// One room: its talk, for its members and, where it is open to all, for others to read and to join.
import { isId } from '#protocol/topics.ts'
import type { Metadata } from 'next'
import { notFound, redirect } from 'next/navigation'
import { Room } from '#components/room/room.tsx'
import { roomName } from '#components/room/room-name.tsx'
import { ProblemNote } from '#components/ui/problem-note.tsx'
import { InvitationPage } from '#components/room/invitations.tsx'
import { Inbox } from '#components/inbox/inbox.tsx'
import type { InboxView } from '#components/inbox/inbox.tsx'
import { InboxSettings } from '#components/inbox/inbox-settings.tsx'
import { RefreshOn } from '#components/live/refresh-on.tsx'
import { mayRunInbox } from '#server/domain/policy.ts'
import { readContact, readConversations, readInboxSettings } from '#server/domain/queries/inbox.ts'
import { readAsked, readInvitations } from '#server/domain/queries/invitations.ts'
import { readMessages } from '#server/domain/queries/messages.ts'
import { readMembers } from '#server/domain/queries/room-lists.ts'
import { readOwnRooms } from '#server/domain/queries/rooms.ts'
import { site } from '#server/domain/site.ts'
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
  return (
    <>
      {problem}
      <Room
        key={`${id} ${before}`}
        actions={actions}
        asked={asked}
        given={{ cursor, room, own, page, people, isNewest: before === null }}
        contact={contact}
      />
    </>
  )
}

function inboxView(asked: string | null, mayRun: boolean): InboxView {
  if (asked === 'mine' || asked === 'oldest' || asked === 'done') return asked
  return asked === 'settings' && mayRun ? 'settings' : 'open'
}
