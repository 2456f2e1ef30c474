// The viewer of the request and their time zone, looked up once for each request.
import { cookies, headers } from 'next/headers'
import { cache } from 'react'
import type { Viewer } from '#platform/author.ts'
import { zoneCookie, zoneNamed } from '#platform/zone.ts'
import { site } from '#server/site.ts'

/** The signed-in person, or null. */
export const currentViewer = cache(async (): Promise<Viewer> => {
  const signedIn = await site().auth.signedIn(await headers())
  return signedIn?.user ?? null
})

/** The time zone from the browser's cookie; null until there is one. */
export const currentZone = cache(async (): Promise<string | null> =>
  zoneNamed((await cookies()).get(zoneCookie)?.value),
)
