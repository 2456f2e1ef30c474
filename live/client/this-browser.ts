// Access to browser APIs (network, locks, storage) that also works on the server, where there are none.
import type { Sharing } from './page-connection.ts'
import type { TabMessage } from './tabs/messages.ts'
import type { TabChannel } from './tabs/tabs.ts'
import type { Network } from './transports/transport.ts'

/** The network of this page, with its own origin. */
export function networkHere(): Network {
  return {
    origin: typeof location === 'undefined' ? '' : location.origin,
    fetch: (input: RequestInfo | URL, init?: RequestInit) => fetch(input, init),
    WebSocket: typeof WebSocket === 'undefined' ? undefined : WebSocket,
  }
}

/** How this user's tabs find each other; null without Web Locks, which only exist over TLS and on localhost. */
export function sharingHere(viewerId: string): Sharing {
  if (typeof window === 'undefined' || typeof BroadcastChannel === 'undefined') return null
  if (!('locks' in navigator)) return null
  return { name: `hubbub:live:${viewerId}`, locks: navigator.locks, openChannel }
}

function openChannel(name: string): TabChannel {
  const channel = new BroadcastChannel(name)
  return {
    postMessage: (message) => channel.postMessage(message),
    listen: (heard) => {
      channel.addEventListener('message', ({ data }: MessageEvent<TabMessage>) => heard(data))
    },
    close: () => channel.close(),
  }
}

/** The browser's storage; null where there is none or it is forbidden. */
export function storageHere(kind: 'localStorage' | 'sessionStorage'): Storage | null {
  try {
    return typeof window === 'undefined' ? null : window[kind]
  } catch {
    return null
  }
}
