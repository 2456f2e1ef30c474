// The client's address and the site's own origin of a request. Proxy headers are trusted only as far as configured.
import type { IncomingMessage } from 'node:http'
import { isLoopback, isOwnHost } from './own-hosts.ts'

/** Carries the client's address to code behind the HTTP server; one that a client sends is overwritten. */
export const addressHeader = 'x-hubbub-address'

/** `yes`: the request comes from this machine, without a proxy; one that a client sends is overwritten. */
export const localHeader = 'x-hubbub-local'

/** Sets the headers for code behind the HTTP server: the verified address and origin replace what the client sent. */
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

/** Headers that proxies add: the sender is not the client itself. */
const forwardingHeaders = ['forwarded', 'via', 'x-forwarded-for', 'x-forwarded-host', 'x-real-ip']

/** The site's own origin, as set by `putReceived`. */
export function receivedOrigin(headers: Headers | undefined): string | null {
  const host = headers?.get('x-forwarded-host')
  return host ? `${headers?.get('x-forwarded-proto') ?? 'http'}://${host}` : null
}

/** The client's address: the socket's, or the one that the outermost trusted proxy saw. */
export function clientAddress(request: IncomingMessage, trustedProxies: number): string {
  const direct = request.socket.remoteAddress ?? 'unknown'
  return forwardedBy(request, 'x-forwarded-for', trustedProxies) ?? direct
}

/** The value that the outermost trusted proxy added to a header; null: none. */
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
 * The site's own origin: PUBLIC_URL, or the address that the request was sent to; null where that is no name of
 * this machine. A page of another site cannot choose the Host header, so an Origin that equals it is the site's
 * own; but anyone can point a domain name here (DNS rebinding), so the host must be a name of this machine only.
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

/** The origin that the browser requested, as far as the request says. */
export function askedOrigin(request: IncomingMessage, trustedProxies: number): string {
  const host = forwardedBy(request, 'x-forwarded-host', trustedProxies) ?? header(request, 'host')
  const protocol = forwardedBy(request, 'x-forwarded-proto', trustedProxies)
  return `${protocol === 'https' ? 'https' : 'http'}://${host}`
}

/**
 * CSRF check for writes and upgrades: the Origin must be the site's own, or the request has neither Origin nor
 * cookie (a script without a session).
 */
export function isOwnRequest(request: IncomingMessage, own: string | null): boolean {
  const { origin, cookie } = request.headers
  return origin === undefined ? cookie === undefined : origin === own
}

function header(request: IncomingMessage, name: string): string {
  const value = request.headers[name]
  return (Array.isArray(value) ? value.join(',') : value) ?? ''
}

/** The unit for limits by address: an IPv4 address, or an IPv6 /64 network, all of which one household may use. */
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
