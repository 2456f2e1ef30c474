// What this browser offers to a page; on the server, where pages are rendered first, nothing.
import type { Sharing } from './page-connection.ts'
import type { TabMessage } from './tabs/messages.ts'
import type { TabChannel } from './tabs/tabs.ts'
import type { Network } from './transports/transport.ts'

/** The way to the server that the page came from. */
export function networkHere(): Network {
  return {
    origin: typeof location === 'undefined' ? '' : location.origin,
    fetch: (input: RequestInfo | URL, init?: RequestInit) => fetch(input, init),
    WebSocket: typeof WebSocket === 'undefined' ? undefined : WebSocket,
  }
}

/** How this person's tabs find each other. Only pages that came over TLS, or from this machine, have locks. */
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

/** The browser's storage, where there is one that may be used. */
export function storageHere(kind: 'localStorage' | 'sessionStorage'): Storage | null {
  try {
    return typeof window === 'undefined' ? null : window[kind]
  } catch {
    return null
  }
}
