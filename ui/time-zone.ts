// The reader's time zone, sent to the server in a cookie, so that rendered dates need not change after loading.
import { zoneCookie, zoneNamed } from '#platform/zone.ts'

const yearSeconds = 31_536_000

let known: string | null | undefined

/** The browser's time zone; null when it does not know. */
export function readersZone(): string | null {
  known ??= zoneNamed(new Intl.DateTimeFormat().resolvedOptions().timeZone)
  return known
}

/** Stores it in the cookie, for the next page. */
export function keepZone(zone: string): void {
  const secure = location.protocol === 'https:' ? '; Secure' : ''
  const value = `${zoneCookie}=${encodeURIComponent(zone)}`
  document.cookie = `${value}; Path=/; Max-Age=${yearSeconds}; SameSite=Lax${secure}`
}
