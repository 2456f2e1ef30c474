// Whether scripts run here: false on the server and in the first render of the browser.
'use client'
import { useSyncExternalStore } from 'react'

const never = () => () => {}

/** True once the page is alive; a page without scripts stays with what the server rendered. */
export function useHydrated(): boolean {
  return useSyncExternalStore(
    never,
    () => true,
    () => false,
  )
}
