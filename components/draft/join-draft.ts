// Joins a draft's document with the others' and says how that goes.
import { HocuspocusProvider, HocuspocusProviderWebsocket } from '@hocuspocus/provider'
import type { Doc } from 'yjs'
import type { Present } from './draft-state.tsx'

/** Where no WebSocket has opened by then, though there is a network, none will. */
const patienceMs = 5_000
const hues = [20, 70, 140, 185, 230, 275, 320] as const

interface Joining {
  draftId: string
  linkKey: string | null
  document: Doc
  /** Shown at this person's cursor. */
  name: string
  mayWrite: boolean
}

export function joinDraft(
  { draftId, linkKey, document, name, mayWrite }: Joining,
  tell: (present: Present) => void,
) {
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
    token: linkKey ?? '',
    onSynced: () => {
      wasLive = true
      set('live')
    },
    onDisconnect: () => {
      if (status !== 'refused') set(wasLive ? 'offline' : status)
    },
    onAuthenticationFailed: () => {
      set('refused')
      provider.destroy()
      socket.destroy()
    },
    onAwarenessChange: () => present(),
  })
  const { awareness } = provider
  if (!awareness) throw new Error('There is no awareness of others.')
  const hue = hues[document.clientID % hues.length] ?? 185
  if (mayWrite) {
    awareness.setLocalStateField('user', {
      name,
      color: `oklch(0.62 0.16 ${hue})`,
      colorLight: `oklch(0.62 0.16 ${hue} / 0.25)`,
    })
  }
  provider.attach()

  function set(next: Present['status']): void {
    status = next
    present()
  }

  function present(): void {
    const people = [...(provider.awareness?.getStates() ?? [])].flatMap(([id, state]) => {
      const user: unknown = state['user']
      if (!isUser(user) || id === document.clientID) return []
      return [{ id, name: user.name, color: user.color }]
    })
    tell({ status, people })
  }

  const patience = setTimeout(() => {
    if (status === 'connecting' && navigator.onLine) set('polling')
  }, patienceMs)
  const online = (): void => void socket.connect()
  window.addEventListener('online', online)
  // What was not acknowledged yet would be gone with the page.
  const leaving = (event: BeforeUnloadEvent): void => {
    if (provider.hasUnsyncedChanges && status !== 'refused') event.preventDefault()
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

function isUser(value: unknown): value is { name: string; color: string } {
  return (
    value instanceof Object &&
    'name' in value &&
    typeof value.name === 'string' &&
    'color' in value &&
    typeof value.color === 'string'
  )
}
