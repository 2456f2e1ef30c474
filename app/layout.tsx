// The root layout: head, header, the live connection, and the place of notices.
import type { Metadata, Viewport } from 'next'
import { randomBytes } from 'node:crypto'
import type { ReactNode } from 'react'
import { Header } from './frame/header.tsx'
import { LivePage } from '#features/live-page.tsx'
import { Notices } from '#ui/live/notices.tsx'
import { PagePlace } from '#ui/reading/page-place.tsx'
import { FormActionsProvider } from '#features/form-actions.tsx'
import { RenderMoment } from '#ui/render-moment.tsx'
import { readInvitations } from '#features/rooms/invitation-queries.ts'
import { site } from '#server/site.ts'
import { signOut } from './account-actions.ts'
import { act } from './actions.ts'
import { inter, interExtended } from './fonts.ts'
import { ownRoomsOf } from './own-rooms.ts'
import { comment, markPost, post, takeNameOff } from './post-actions.ts'
import { editProfile, saveAvatar } from './profile-actions.ts'
import './globals.css'
import { currentViewer, currentZone } from './viewer.ts'

export const dynamic = 'force-dynamic'

export const metadata: Metadata = {
  title: { default: 'Hubbub', template: '%s · Hubbub' },
  description: 'What people here are saying, as they say it.',
}

export const viewport: Viewport = {
  colorScheme: 'light dark',
  themeColor: [
    { media: '(prefers-color-scheme: light)', color: '#fbfaf8' },
    { media: '(prefers-color-scheme: dark)', color: '#0f1619' },
  ],
  viewportFit: 'cover',
  // A phone's keyboard shrinks the page instead of covering it.
  interactiveWidget: 'resizes-content',
}

const actions = { markPost, post, comment, takeNameOff, editProfile, saveAvatar, signOut }

export default async function Layout({ children }: { children: ReactNode }) {
  const { config } = site()
  const cursor = site().cursor()
  const viewer = await currentViewer()
  const [rooms, invitations] = viewer
    ? await Promise.all([ownRoomsOf(viewer.id), readInvitations(site().db, viewer.id)])
    : [[], []]
  const own = { rooms: { rooms, invitations } }
  return (
    <html lang="en" className={`${inter.variable} ${interExtended.variable}`}>
      <body className="flex min-h-dvh flex-col">
        <RenderMoment
          now={Date.now()}
          zone={await currentZone()}
          seed={randomBytes(9).toString('base64url')}
        >
          <FormActionsProvider actions={actions}>
            {/* Keyed by the viewer: another account gets a new store, without anything of the one before. */}
            <LivePage
              key={viewer?.id ?? 'nobody'}
              cursor={cursor}
              viewer={viewer}
              own={own}
              transports={config.liveTransports}
              act={act}
            >
              <a
                href="#main"
                className="fixed start-2 top-2 z-30 rounded-full bg-accent px-5 py-3 text-on-accent not-focus:sr-only"
              >
                Skip to the content
              </a>
              <Header />
              <main id="main" tabIndex={-1} className="flex-1">
                {children}
              </main>
              <Notices />
              <PagePlace />
            </LivePage>
          </FormActionsProvider>
        </RenderMoment>
      </body>
    </html>
  )
}
