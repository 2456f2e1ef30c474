// Where a request comes from, and what its own site is: what proxies say is believed only as far as told.
import type { IncomingMessage } from 'node:http'
import { isLoopback, isOwnHost } from './own-hosts.ts'

/** Carries the client's address to what runs behind the server; one that a client sends is dropped. */
export const addressHeader = 'x-hubbub-address'

/** `yes`: the request was made on this very machine, through no proxy; what a client sends is overwritten. */
export const localHeader = 'x-hubbub-local'

/** What the server has found of a request, for what runs behind it; none of it is the client's own word. */
export function putReceived(
  { headers }: IncomingMessage,
  { address, own }: { address: string; own: string | null },
): void {
  const { host, hostname, protocol } = new URL(own ?? 'http://unknown.invalid')
  const isForwarded = forwardingHeaders.some((name) => headers[name] !== undefined)
  headers[localHeader] = isLoopback(address) && isLoopback(hostname) && !isForwarded ? 'yes' : 'no'
  headers[addressHeader] = address
  headers['x-forwarded-for'] = address
  headers['x-forwarded-host'] = host
  headers['x-forwarded-proto'] = protocol.slice(0, -1)
}

/** Somebody is behind whoever sends one of these. */
const forwardingHeaders = ['forwarded', 'via', 'x-forwarded-for', 'x-forwarded-host', 'x-real-ip']

/** The site's own origin as `putReceived` has put it. */
export function receivedOrigin(headers: Headers | undefined): string | null {
  const host = headers?.get('x-forwarded-host')
  return host ? `${headers?.get('x-forwarded-proto') ?? 'http'}://${host}` : null
}

/** The client's address: the socket's, or what the last trusted proxy saw. */
export function clientAddress(request: IncomingMessage, trustedProxies: number): string {
  const direct = request.socket.remoteAddress ?? 'unknown'
  return forwardedBy(request, 'x-forwarded-for', trustedProxies) ?? direct
}

/** What the outermost of the trusted proxies has put into a header that each of them adds to; null: nothing. */
function forwardedBy(
  request: IncomingMessage,
  name: string,
  trustedProxies: number,
): string | null {
  if (trustedProxies === 0) return null
  const hops = header(request, name)
    .split(',')
    .map((hop) => hop.trim())
  return hops.at(-trustedProxies) || hops[0] || null
}

/**
 * The site's own origin: PUBLIC_URL, or the address that the request itself was sent to; null where that is no
 * name of this machine. A page of another site cannot choose the Host header, so an Origin that equals it is the
 * site's own; but whoever owns a name can let it lead here, so it must be one that only this machine goes by.
 */
export function ownOrigin(
  request: IncomingMessage,
  { publicUrl, trustedProxies }: { publicUrl?: string | undefined; trustedProxies: number },
): string | null {
  if (publicUrl) return publicUrl
  const forwarded = forwardedBy(request, 'x-forwarded-host', trustedProxies)
  const hosts = [header(request, 'host'), ...(forwarded ? [forwarded] : [])]
  return hosts.every(isOwnHost) ? askedOrigin(request, trustedProxies) : null
}

/** The origin that a browser has asked, as far as the request says. */
export function askedOrigin(request: IncomingMessage, trustedProxies: number): string {
  const host = forwardedBy(request, 'x-forwarded-host', trustedProxies) ?? header(request, 'host')
  const protocol = forwardedBy(request, 'x-forwarded-proto', trustedProxies)
  return `${protocol === 'https' ? 'https' : 'http'}://${host}`
}

/**
 * Whether a request that changes something, or an upgrade, may come in: its Origin is the site's own, or it
 * has neither Origin nor cookie (a script that acts for nobody).
 */
export function isOwnRequest(request: IncomingMessage, own: string | null): boolean {
  const { origin, cookie } = request.headers
  return origin === undefined ? cookie === undefined : origin === own
}

function header(request: IncomingMessage, name: string): string {
  const value = request.headers[name]
  return (Array.isArray(value) ? value.join(',') : value) ?? ''
}

/** What counts as one address: a household may choose among all of an IPv6 network (its first 64 bits). */
export function networkOf(address: string): string {
  if (!address.includes(':')) return address
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1]
  if (mapped !== undefined) return mapped
  const [first = '', last] = address.toLowerCase().split('::')
  const groups = first === '' ? [] : first.split(':')
  const zeros = last === undefined ? 0 : 8 - groups.length - last.split(':').length
  const all = [...groups, ...Array.from({ length: Math.max(0, zeros) }, () => '0')]
  return `${[...all, ...(last ?? '').split(':')].slice(0, 4).join(':')}::/64`
}
