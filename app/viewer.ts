// Who asks: looked up once for each request.
import { headers } from 'next/headers'
import { cache } from 'react'
import type { Viewer } from '#protocol/views.ts'
import { site } from '#server/domain/site.ts'

/** The signed-in person, or null. */
export const currentViewer = cache(async (): Promise<Viewer> => {
  const signedIn = await site().auth.signedIn(await headers())
  return signedIn?.user ?? null
})
