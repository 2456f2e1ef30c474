// The scroll position in a talk: at its end, or reading further up.
'use client'
import { useEffect, useLayoutEffect, useRef, useState } from 'react'
import type { RefObject } from 'react'
import { useMarkRead } from '../use-rooms.ts'
import type { ShownMessage } from '../pending-messages.ts'
import { keepPlace, placeAt, placeKey } from '#ui/reading/places.ts'
import { scrollFromAnywhere } from '#ui/reading/scroll-from-anywhere.ts'
import { Steady } from '#ui/reading/steady.ts'

/** Within so many pixels of the end, the last message is visible. */
const nearEnd = 80
/** Within so many pixels, the view sticks to the end. */
const atItsEnd = 24
const readAfterMs = 300

/** Keeps the scroll position when messages arrive: at the end it stays at the end, elsewhere nothing moves. */
export function useTalkScroll(ownIsSending: string | null): {
  /** For the element that scrolls; its direction is reversed, and its only child holds the messages. */
  scroller: RefObject<HTMLDivElement | null>
  atEnd: boolean
  toEnd: () => void
} {
  const scroller = useRef<HTMLDivElement>(null)
  const steady = useRef<Steady | null>(null)
  const [atEnd, setAtEnd] = useState(true)

  useLayoutEffect(() => {
    const element = scroller.current
    const root = element?.firstElementChild
    if (!element || !(root instanceof HTMLElement)) return undefined
    const key = placeKey('talk')
    // The direction is reversed: the end is at 0, and what is above has negative positions.
    const look = () => setAtEnd(element.scrollTop > -nearEnd)
    steady.current = new Steady(element, {
      root,
      view: () => element.getBoundingClientRect(),
      rests: (scrolled) => scrolled > -atItsEnd,
      staysAtZero: true,
      onPlace: (place) => {
        look()
        keepPlace(key, place)
      },
    })
    const place = placeAt(key)
    const stop = steady.current.start()
    if (place) steady.current.goTo(place)
    const unwheel = scrollFromAnywhere(element)
    return () => {
      unwheel()
      stop()
    }
  }, [])

  // Scrolls to the viewer's own new message.
  useLayoutEffect(() => {
    if (ownIsSending !== null) steady.current?.rest()
  }, [ownIsSending])

  const toEnd = () => steady.current?.rest()
  return { scroller, atEnd, toEnd }
}

/** Marks the room as read while its end is visible. */
export function useMarkingRead(
  roomId: string,
  messages: readonly ShownMessage[],
  atEnd: boolean,
): void {
  const markRead = useMarkRead(roomId)
  const newest = messages.findLast(({ pending }) => !pending)?.id ?? null
  useEffect(() => {
    if (newest === null || !atEnd) return undefined
    let timer: ReturnType<typeof setTimeout> | undefined
    const look = () => {
      clearTimeout(timer)
      if (document.visibilityState === 'visible') {
        timer = setTimeout(() => markRead(newest), readAfterMs)
      }
    }
    look()
    document.addEventListener('visibilitychange', look)
    return () => {
      clearTimeout(timer)
      document.removeEventListener('visibilitychange', look)
    }
  }, [markRead, newest, atEnd])
}
