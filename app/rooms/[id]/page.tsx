// One room: its talk for its members, the way in for others where it is open.
import type { Metadata } from 'next'
import { notFound, redirect } from 'next/navigation'
import { Room } from '#components/room/room.tsx'
import { roomName } from '#components/room/room-name.tsx'
import { JoinButton } from '#components/room/room-list.tsx'
import { ProblemNote } from '#components/ui/problem-note.tsx'
import { Inbox } from '#components/inbox/inbox.tsx'
import type { InboxView } from '#components/inbox/inbox.tsx'
import { InboxSettings } from '#components/inbox/inbox-settings.tsx'
import { RefreshOn } from '#components/live/refresh-on.tsx'
import { NoticePage } from '#components/ui/notice-page.tsx'
import { mayRunInbox } from '#server/domain/policy.ts'
import { readContact, readDone, readInboxSettings } from '#server/domain/queries/inbox.ts'
import { readMessages } from '#server/domain/queries/messages.ts'
import { readMembers, readOwnRooms, readRoom } from '#server/domain/queries/rooms.ts'
import { site } from '#server/domain/site.ts'
import { parseTopic } from '#protocol/topics.ts'
import { assign, renewInboxKeys, retryDeliveries, setDone, setInbox } from '../../inbox-actions.ts'
import { invite, joinRoom, leaveRoom, message, removeMember } from '../../room-actions.ts'
import { parameter } from '../../same-site-path.ts'
import type { SearchParameters } from '../../same-site-path.ts'
import { currentViewer } from '../../viewer.ts'
import { Contained } from '#components/ui/contained.tsx'

interface Address {
  params: Promise<{ id: string }>
  searchParams: SearchParameters
}

const actions = { invite, leaveRoom, message, removeMember, assign, setDone }
const settingsActions = { setInbox, renewInboxKeys, retryDeliveries }

export async function generateMetadata({ params }: Address): Promise<Metadata> {
  const viewer = await currentViewer()
  const { id } = await params
  if (!viewer || !parseTopic(`room:${id}`)) return { title: 'Room' }
  const [own] = await readOwnRooms(site().db, viewer.id, id)
  return { title: own ? roomName(own.room, viewer.id) : 'Room' }
}

export default async function RoomPage({ params, searchParams }: Address) {
  const { id } = await params
  const query = await searchParams
  const before = parameter(query['before'])
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
      <NoticePage
        title={<Contained text={room.name} />}
        way={<JoinButton room={room} join={joinRoom} />}
      >
        Join this room to read what is said here, and to say something.
      </NoticePage>
    )
  }
  const problem = <ProblemNote code={parameter(query['problem']) ?? undefined} />
  const people = await readMembers(db, id)
  if (own.room.kind === 'inbox') {
    const view = inboxView(parameter(query['show']), mayRunInbox(viewer.id, own.room))
    const settings = view === 'settings' ? await readInboxSettings(db, id) : null
    return (
      <>
        {problem}
        <Inbox
          room={own.room}
          people={people}
          cursor={cursor}
          view={view}
          actions={actions}
          done={view === 'done' ? await readDone(db, id, before) : null}
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
  const contact = own.room.conversation ? await readContact(db, id) : null
  return (
    <>
      {problem}
      <Room
        key={`${id} ${before}`}
        actions={actions}
        given={{ cursor, own, page, people, isNewest: before === null }}
        contact={contact}
      />
    </>
  )
}

function inboxView(asked: string | null, mayRun: boolean): InboxView {
  if (asked === 'mine' || asked === 'done') return asked
  return asked === 'settings' && mayRun ? 'settings' : 'open'
}
