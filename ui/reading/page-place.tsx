// Connects the page's scroll positions to the router.
'use client'
import { usePathname, useSearchParams } from 'next/navigation'
import { useLayoutEffect, useRef } from 'react'
import { PagePlaces } from './page-places.ts'

/** Render it after the page's content, which must be there before a position can be restored. */
export function PagePlace() {
  const address = `${usePathname()}?${useSearchParams().toString()}`
  const places = useRef<PagePlaces | null>(null)
  useLayoutEffect(() => {
    const root = document.getElementById('main')
    if (!root) return undefined
    places.current = new PagePlaces(root)
    return places.current.start()
  }, [])
  useLayoutEffect(() => places.current?.turn(), [address])
  return null
}
