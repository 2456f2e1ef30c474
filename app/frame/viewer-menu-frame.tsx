// The popover of the viewer's menu; it opens when it is first rendered, because it is rendered on the press of its button.
'use client'
import { Menu } from '@base-ui/react/menu'
import { LogOut, UserRound } from 'lucide-react'
import Link from 'next/link'
import { useRef } from 'react'
import type { ReactNode } from 'react'
import type { Author } from '#platform/author.ts'
import { useFormActions } from '#features/form-actions.tsx'
import { Contained } from '#ui/contained.tsx'
import { isolated } from '#platform/text/names.ts'
import { ownPages } from './own-pages.tsx'

const itemClass =
  'flex min-h-11 w-full cursor-default items-center gap-3 rounded-lg px-3 outline-none select-none ' +
  'data-highlighted:bg-sunken'

export function ViewerMenuFrame({
  viewer,
  triggerClass,
  trigger,
}: {
  viewer: Author
  triggerClass: string
  trigger: ReactNode
}) {
  const actions = useFormActions()
  const signOut = useRef<HTMLFormElement>(null)
  return (
    <>
      <form ref={signOut} action={actions.signOut} hidden />
      <Menu.Root defaultOpen>
        <Menu.Trigger aria-label={`Menu of ${isolated(viewer.name)}`} className={triggerClass}>
          {trigger}
        </Menu.Trigger>
        <Menu.Portal>
          <Menu.Positioner sideOffset={6} align="end" className="z-30">
            <Menu.Popup className="popup w-60 p-1.5 outline-none">
              <div className="px-3 pt-2 pb-2.5 leading-tight">
                <p className="truncate font-semibold">
                  <Contained text={viewer.name} />
                </p>
                <p className="truncate text-note text-muted">
                  <bdi dir="ltr">@{viewer.handle}</bdi>
                </p>
              </div>
              <Menu.LinkItem
                className={itemClass}
                closeOnClick
                render={<Link href={`/@${viewer.handle}`} prefetch={false} />}
              >
                <UserRound aria-hidden="true" className="size-5 text-muted" strokeWidth={1.75} />
                Profile
              </Menu.LinkItem>
              {ownPages.map(({ href, label, Icon }) => (
                <Menu.LinkItem
                  key={href}
                  className={itemClass}
                  closeOnClick
                  render={<Link href={href} prefetch={false} />}
                >
                  <Icon aria-hidden="true" className="size-5 text-muted" strokeWidth={1.75} />
                  {label}
                </Menu.LinkItem>
              ))}
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
