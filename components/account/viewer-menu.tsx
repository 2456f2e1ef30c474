// The reader's own menu. Without scripts the picture leads to the profile, where one can sign out too.
'use client'
import { Menu } from '@base-ui/react/menu'
import { LogOut, PenLine, UserRound } from 'lucide-react'
import Link from 'next/link'
import { useRef } from 'react'
import type { Author } from '#protocol/views.ts'
import { Avatar } from '../ui/avatar.tsx'
import { useFormActions } from '../ui/form-actions.tsx'
import { useHydrated } from '../ui/use-hydrated.ts'

const triggerClass = '-mr-2 flex size-11 items-center justify-center rounded-full hover:bg-sunken'
const itemClass =
  'flex min-h-11 w-full cursor-default items-center gap-3 rounded-lg px-3 outline-none select-none ' +
  'data-highlighted:bg-sunken'

export function ViewerMenu({ viewer }: { viewer: Author }) {
  const hydrated = useHydrated()
  const actions = useFormActions()
  const signOut = useRef<HTMLFormElement>(null)
  const profile = `/@${viewer.handle}`
  const picture = <Avatar person={viewer} size="small" />
  if (!hydrated) {
    return (
      <a href={profile} aria-label="Your profile" className={triggerClass}>
        {picture}
      </a>
    )
  }
  return (
    <>
      <form ref={signOut} action={actions.signOut} hidden />
      <Menu.Root>
        <Menu.Trigger aria-label={`Menu of ${viewer.name}`} className={triggerClass}>
          {picture}
        </Menu.Trigger>
        <Menu.Portal>
          <Menu.Positioner sideOffset={6} align="end" className="z-30">
            <Menu.Popup className="popup w-60 p-1.5 outline-none">
              <div className="px-3 pt-2 pb-2.5 leading-tight">
                <p className="truncate font-semibold">{viewer.name}</p>
                <p className="truncate text-note text-muted">@{viewer.handle}</p>
              </div>
              <Menu.LinkItem
                className={itemClass}
                closeOnClick
                render={<Link href={profile} prefetch={false} />}
              >
                <UserRound aria-hidden="true" className="size-5 text-muted" strokeWidth={1.75} />
                Profile
              </Menu.LinkItem>
              <Menu.LinkItem
                className={itemClass}
                closeOnClick
                render={<Link href="/drafts" prefetch={false} />}
              >
                <PenLine aria-hidden="true" className="size-5 text-muted" strokeWidth={1.75} />
                Drafts
              </Menu.LinkItem>
              <Menu.Item className={itemClass} onClick={() => signOut.current?.requestSubmit()}>
                <LogOut aria-hidden="true" className="size-5 text-muted" strokeWidth={1.75} />
                Sign out
              </Menu.Item>
            </Menu.Popup>
          </Menu.Positioner>
        </Menu.Portal>
      </Menu.Root>
    </>
  )
}
