// The head of a person's page; the viewer's own can be edited in place.
'use client'
import { Pencil } from 'lucide-react'
import { useRef, useState } from 'react'
import type { ReactNode } from 'react'
import { useProfile, useViewer } from '../use-profile.ts'
import type { ProfileView } from '../protocol.ts'
import { BodyText } from '#ui/text/body-text.tsx'
import { Avatar } from '#ui/avatar.tsx'
import { buttonClass } from '#ui/button.ts'
import { useFormActions } from '#features/form-actions.tsx'
import { monthAndYear } from '#ui/relative-time.ts'
import { useZone } from '#ui/render-moment.tsx'
import { AvatarForm } from './avatar-form.tsx'
import { ProfileEditor } from './profile-editor.tsx'
import { Contained } from '#ui/contained.tsx'

/** `editing`: the page was requested with its form open. */
export function ProfileHeader({
  profile: given,
  editing,
  ownPages,
}: {
  profile: ProfileView
  editing: boolean
  /** Links to the viewer's other own pages. */
  ownPages: ReactNode
}) {
  const profile = useProfile(given)
  const viewer = useViewer()
  const zone = useZone()
  const [open, setOpen] = useState(editing)
  const edit = useRef<HTMLAnchorElement>(null)
  const own = viewer?.id === profile.id
  const path = `/@${profile.handle}`

  return (
    <section aria-label="Profile" className="border-b border-line pt-8 pb-6">
      <div className="flex items-start gap-5">
        <Avatar person={profile} size="large" />
        <div className="min-w-0 flex-1 pt-1.5">
          <h1 className="marks-clipped text-2xl leading-tight font-bold tracking-tight wrap-anywhere">
            <Contained text={profile.name} />
          </h1>
          <p className="mt-0.5 text-muted wrap-anywhere">
            <bdi dir="ltr">@{profile.handle}</bdi>
          </p>
        </div>
      </div>
      {own && open ? (
        <div className="mt-6 space-y-6">
          <AvatarForm profile={profile} />
          <ProfileEditor
            profile={profile}
            path={path}
            onClose={() => {
              setOpen(false)
              requestAnimationFrame(() => edit.current?.focus())
            }}
          />
        </div>
      ) : (
        <>
          {profile.bio ? (
            <div dir="auto" className="prose-plain mt-4 text-read">
              <BodyText body={profile.bio} />
            </div>
          ) : null}
          <p className="mt-3 text-note text-muted">
            Here since {monthAndYear(profile.joinedAt, zone)}
          </p>
          {own ? (
            <div className="mt-4 flex flex-wrap gap-2">
              <a
                ref={edit}
                href={`${path}?edit=1`}
                className={buttonClass('quiet')}
                onClick={(event) => {
                  event.preventDefault()
                  setOpen(true)
                }}
              >
                <Pencil aria-hidden="true" className="size-4" />
                Edit profile
              </a>
              {ownPages}
              <SignOut />
            </div>
          ) : null}
        </>
      )}
    </section>
  )
}

function SignOut() {
  const actions = useFormActions()
  return (
    <form action={actions.signOut}>
      <button type="submit" className={buttonClass('plain')}>
        Sign out
      </button>
    </form>
  )
}
