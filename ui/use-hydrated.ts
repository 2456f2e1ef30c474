// Whether the page is hydrated: false on the server and in the first render of the browser.
'use client'
import { useSyncExternalStore } from 'react'

const never = () => () => {}

/** True after hydration; a page without scripts stays as rendered. */
export function useHydrated(): boolean {
  return useSyncExternalStore(
    never,
    () => true,
    () => false,
  )
}
