// The viewer's invitations into rooms, each with buttons to accept and decline.
'use client'
import { useState } from 'react'
import { useInvitations } from '../use-rooms.ts'
import { isolated } from '#platform/text/names.ts'
import type { Invitation } from '../protocol.ts'
import { buttonClass } from '#ui/button.ts'
import { Contained } from '#ui/contained.tsx'
import { InOrderForm } from '#ui/in-order-form.tsx'
import { RefInput } from '#ui/ref-input.tsx'
import { JoinButton } from './room-list.tsx'
import { RoomSign } from './room-name.tsx'

type Act = (form: FormData) => Promise<void>

interface Answers {
  join: Act
  leave: Act
}

/** The head of the list of rooms. New invitations wait behind a button, so that nothing moves by itself. */
export function RoomsHead(answers: Answers) {
  const invitations = useInvitations()
  const [shown, setShown] = useState(() => idsOf(invitations))
  const seen = invitations.filter(({ room }) => shown.has(room.id))
  // Forgets answered invitations: a later one into the same room is new.
  if (seen.length < shown.size) setShown(idsOf(seen))
  const fresh = invitations.length - seen.length
  return (
    <>
      <div className="flex min-h-17 items-end justify-between gap-2 pb-2">
        <h1 className="text-xl font-semibold">Rooms</h1>
        <div role="status">
          {fresh > 0 ? (
            <button
              type="button"
              onClick={() => setShown(idsOf(invitations))}
              className={buttonClass('quiet')}
            >
              {fresh === 1 ? '1 new invitation' : `${fresh} new invitations`}
            </button>
          ) : null}
        </div>
      </div>
      {seen.length > 0 ? (
        <ul aria-label="Invitations" className="mb-2 space-y-3">
          {seen.map((invitation) => (
            <li
              key={invitation.room.id}
              className="flex flex-wrap items-center gap-3 rounded-2xl border border-line bg-raised p-4"
            >
              <RoomSign room={invitation.room} viewerId={null} />
              <p className="min-w-32 flex-1">
                <span className="block font-semibold">
                  <Contained text={invitation.room.name} />
                </span>
                <span className="block text-note text-muted">
                  <Question invitation={invitation} />
                </span>
              </p>
              <AnswerButtons invitation={invitation} {...answers} />
            </li>
          ))}
        </ul>
      ) : null}
    </>
  )
}

function idsOf(invitations: readonly Invitation[]): ReadonlySet<string> {
  return new Set(invitations.map(({ room }) => room.id))
}

/** The page of a room that the viewer cannot see before accepting. */
export function InvitationPage({ invitation, ...answers }: Answers & { invitation: Invitation }) {
  return (
    <section aria-labelledby="invitation" className="column space-y-4 pt-10 pb-16">
      <h1 id="invitation" className="text-xl font-semibold">
        <Contained text={invitation.room.name} />
      </h1>
      <p>
        <Question invitation={invitation} />
      </p>
      <p className="max-w-prose text-note text-muted">
        You see what is said there once you have joined.
      </p>
      <AnswerButtons invitation={invitation} {...answers} />
    </section>
  )
}

function Question({ invitation: { by, room } }: { invitation: Invitation }) {
  const what = room.kind === 'inbox' ? 'answer people in this inbox' : 'join this room'
  return (
    <>
      {by ? <Contained text={by.name} /> : 'Somebody'} asks you to {what}.
    </>
  )
}

function AnswerButtons({
  invitation: { room },
  join,
  leave,
}: Answers & { invitation: Invitation }) {
  return (
    <div className="flex flex-wrap gap-2">
      <JoinButton room={room} join={join} look="primary" />
      <InOrderForm action={leave}>
        <RefInput form={`decline-${room.id}`} />
        <input type="hidden" name="roomId" value={room.id} />
        <button
          type="submit"
          aria-label={`No, thanks: ${isolated(room.name)}`}
          className={buttonClass('plain')}
        >
          No, thanks
        </button>
      </InOrderForm>
    </div>
  )
}
