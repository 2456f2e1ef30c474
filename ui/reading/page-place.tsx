// Ties the page's places to what the router shows.
'use client'
import { usePathname, useSearchParams } from 'next/navigation'
import { useLayoutEffect, useRef } from 'react'
import { PagePlaces } from './page-places.ts'

/** Put it behind the page's content: that has to be there before its place can be found. */
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
