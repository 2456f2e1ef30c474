// The names that a site without PUBLIC_URL goes by: those of this machine, which no stranger's page can be served under.
import { hostname, networkInterfaces } from 'node:os'

/** Addresses of a machine change while it runs: they are read again after this long. */
const freshMs = 5000

let known: ReadonlySet<string> = new Set()
let readAt = -Infinity

/** The host of an address, written the one way that a browser writes it, without its port; null: that is none. */
function hostOf(host: string): string | null {
  if (!/^[\w.:[\]-]+$/.test(host) || !URL.canParse(`http://${host}`)) return null
  return new URL(`http://${host}`).hostname
}

function ownNames(): ReadonlySet<string> {
  if (performance.now() - readAt < freshMs) return known
  readAt = performance.now()
  const full = hostname().toLowerCase()
  const [short = full] = full.split('.')
  const addresses = Object.values(networkInterfaces()).flatMap((each) => each ?? [])
  known = new Set([
    full,
    `${short}.local`,
    ...addresses.flatMap(
      ({ address, family }) => hostOf(family === 'IPv6' ? `[${address}]` : address) ?? [],
    ),
  ])
  return known
}

/** Whether a host, as a browser writes it, or a socket's address is this machine's alone. */
export function isLoopback(name: string): boolean {
  return /^(?:(?:::ffff:)?127\.\d+\.\d+\.\d+|\[?::1\]?|(?:.+\.)?localhost)$/.test(name)
}

/** Whether a Host header names this machine: loopback, one of its addresses or its name. */
export function isOwnHost(host: string): boolean {
  const name = hostOf(host)
  if (name === null) return false
  return isLoopback(name) || ownNames().has(name)
}
