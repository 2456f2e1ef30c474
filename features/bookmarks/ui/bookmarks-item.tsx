// The way to one's bookmarks in the reader's menu.
'use client'
import { Menu } from '@base-ui/react/menu'
import { Bookmark } from 'lucide-react'
import Link from 'next/link'

/** `className`: that of the menu's items. */
export function BookmarksItem({ className }: { className: string }) {
  return (
    <Menu.LinkItem
      className={className}
      closeOnClick
      render={<Link href="/bookmarks" prefetch={false} />}
    >
      <Bookmark aria-hidden="true" className="size-5 text-muted" strokeWidth={1.75} />
      Bookmarks
    </Menu.LinkItem>
  )
}
