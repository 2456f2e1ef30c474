// The reader's time zone: a cookie tells the server, so that what it renders need not change on the screen.
import { zoneCookie, zoneNamed } from '#platform/zone.ts'

const yearSeconds = 31_536_000

let known: string | null | undefined

/** As the browser knows it; null when it does not. */
export function readersZone(): string | null {
  known ??= zoneNamed(new Intl.DateTimeFormat().resolvedOptions().timeZone)
  return known
}

/** The next page is rendered in it. */
export function keepZone(zone: string): void {
  const secure = location.protocol === 'https:' ? '; Secure' : ''
  const value = `${zoneCookie}=${encodeURIComponent(zone)}`
  document.cookie = `${value}; Path=/; Max-Age=${yearSeconds}; SameSite=Lax${secure}`
}
