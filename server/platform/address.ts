// Where a request comes from, and what its own site is: what proxies say is believed only as far as told.
import type { IncomingMessage } from 'node:http'

/** Carries the client's address to what runs behind the server; one that a client sends is dropped. */
export const addressHeader = 'x-hubbub-address'

/** The client's address: the socket's, or what the last trusted proxy saw. */
export function clientAddress(request: IncomingMessage, trustedProxies: number): string {
  const direct = request.socket.remoteAddress ?? 'unknown'
  if (trustedProxies === 0) return direct
  const forwarded = header(request, 'x-forwarded-for')
  const hops = forwarded.split(',').map((hop) => hop.trim())
  return hops.at(-trustedProxies) || hops[0] || direct
}

/**
 * The site's own origin: PUBLIC_URL, or the address that the request itself was sent to. A page of another
 * site cannot choose the Host header, so an Origin that equals it is the site's own.
 */
export function ownOrigin(
  request: IncomingMessage,
  { publicUrl, trustedProxies }: { publicUrl?: string | undefined; trustedProxies: number },
): string {
  if (publicUrl) return publicUrl
  const forwarded =
    trustedProxies > 0 ? header(request, 'x-forwarded-proto').split(',')[0]?.trim() : ''
  return `${forwarded === 'https' ? 'https' : 'http'}://${header(request, 'host')}`
}

/**
 * Whether a request that changes something, or an upgrade, may come in: its Origin is the site's own, or it
 * has neither Origin nor cookie (a script that acts for nobody).
 */
export function isOwnRequest(request: IncomingMessage, own: string): boolean {
  const { origin, cookie } = request.headers
  return origin === undefined ? cookie === undefined : origin === own
}

function header(request: IncomingMessage, name: string): string {
  const value = request.headers[name]
  return (Array.isArray(value) ? value.join(',') : value) ?? ''
}
