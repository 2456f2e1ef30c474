// Connects a draft's document to the server and reports the connection's status.
import { HocuspocusProvider, HocuspocusProviderWebsocket } from '@hocuspocus/provider'
import type { Doc } from 'yjs'
import { changeRefused, draftNotice, tooManyPages, writerState } from '../channel.ts'
import type { PublishedView } from '../channel.ts'
import type { Present } from './draft-state.tsx'

/** If no WebSocket has opened by then, though there is a network, none will. */
const patienceMs = 5_000

interface Joining {
  draftId: string
  linkKey: string | null
  document: Doc
  /** True without an account: the page adds a suffix to the key, to differ from others with the same link. */
  isGuest: boolean
}

interface Told {
  present: (present: Present) => void
  published: (published: PublishedView | null) => void
  /** An update of this page was not accepted, with the reason: nothing more is sent. */
  untaken: (why: string) => void
  /** Why this page's changes are not stored for now; null: they are again. */
  full: (why: string | null) => void
}

export function joinDraft({ draftId, linkKey, document, isGuest }: Joining, tell: Told) {
  let status: Present['status'] = 'connecting'
  let wasLive = false
  const socket = new HocuspocusProviderWebsocket({
    url: `${location.origin.replace(/^http/, 'ws')}/live/drafts`,
    delay: 500,
    minDelay: 250,
    maxDelay: 10_000,
  })
  const provider = new HocuspocusProvider({
    websocketProvider: socket,
    name: draftId,
    document,
    token: isGuest && linkKey !== null ? `${linkKey}~${crypto.randomUUID()}` : (linkKey ?? ''),
    onSynced: () => {
      wasLive = true
      set('live')
    },
    onDisconnect: ({ event }) => {
      if (event.code === changeRefused) {
        end('untaken')
        tell.untaken(event.reason)
      } else if (!isOver(status)) set(wasLive ? 'offline' : status)
    },
    onAuthenticationFailed: ({ reason }) => end(reason === tooManyPages ? 'crowded' : 'refused'),
    onStateless: ({ payload }) => {
      const notice = draftNotice.safeParse(parsed(payload))
      if (notice.data?.type === 'published') tell.published(notice.data.published)
      else if (notice.data) tell.full(notice.data.why)
    },
    onAwarenessChange: () => present(),
  })
  const { awareness } = provider
  if (!awareness) throw new Error('There is no awareness of others.')
  // Before the editor sees it: cursors of others are shown only as the server has set them.
  awareness.on('change', () => {
    for (const [id, state] of awareness.getStates()) {
      if (id !== document.clientID && !writerState.safeParse(state).success) {
        awareness.getStates().delete(id)
      }
    }
  })
  provider.attach()

  function set(next: Present['status']): void {
    status = next
    present()
  }

  /** Ends the connection for good. */
  function end(how: 'refused' | 'crowded' | 'untaken'): void {
    set(how)
    provider.destroy()
    socket.destroy()
  }

  function present(): void {
    const people = [...(provider.awareness?.getStates() ?? [])].flatMap(([id, state]) => {
      const writer = id === document.clientID ? null : writerState.safeParse(state).data
      return writer ? [{ id, name: writer.user.name, color: writer.user.color }] : []
    })
    tell.present({ status, people })
  }

  const patience = setTimeout(() => {
    if (status === 'connecting' && navigator.onLine) set('polling')
  }, patienceMs)
  const online = (): void => void socket.connect()
  window.addEventListener('online', online)
  // Changes not acknowledged yet would be lost with the page.
  const leaving = (event: BeforeUnloadEvent): void => {
    if (provider.hasUnsyncedChanges && !isOver(status)) event.preventDefault()
  }
  window.addEventListener('beforeunload', leaving)

  return {
    awareness,
    leave: (): void => {
      clearTimeout(patience)
      window.removeEventListener('online', online)
      window.removeEventListener('beforeunload', leaving)
      provider.destroy()
      socket.destroy()
    },
  }
}

/** Whether a page's connection to its draft has ended for good. */
export function isOver(status: Present['status']): boolean {
  return status === 'refused' || status === 'crowded' || status === 'untaken'
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json)
  } catch {
    return null
  }
}
