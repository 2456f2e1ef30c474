// The host names of a site without PUBLIC_URL: those of this machine, under which no foreign page can be served.
import { hostname, networkInterfaces } from 'node:os'

/** A machine's addresses can change while it runs, so they are read again after this time. */
const freshMs = 5000

let known: ReadonlySet<string> = new Set()
let readAt = -Infinity

/** A host as browsers normalise it, without its port; null: invalid. */
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

/** Whether a normalised host or a socket's address is a loopback one. */
export function isLoopback(name: string): boolean {
  return /^(?:(?:::ffff:)?127\.\d+\.\d+\.\d+|\[?::1\]?|(?:.+\.)?localhost)$/.test(name)
}

/** Whether a Host header names this machine: loopback, one of its addresses or its name. */
export function isOwnHost(host: string): boolean {
  const name = hostOf(host)
  if (name === null) return false
  return isLoopback(name) || ownNames().has(name)
}
