// Where one is in a talk: at its end, or reading further up.
'use client'
import { useEffect, useLayoutEffect, useRef, useState } from 'react'
import type { RefObject } from 'react'
import { useMarkRead } from '../use-rooms.ts'
import type { ShownMessage } from '../pending-messages.ts'
import { keepPlace, placeAt, placeKey } from '#ui/reading/places.ts'
import { scrollFromAnywhere } from '#ui/reading/scroll-from-anywhere.ts'
import { Steady } from '#ui/reading/steady.ts'

/** So near to the end that its last message is seen. */
const nearEnd = 80
/** So near that there is nothing that could be read on: the end stays in sight. */
const atItsEnd = 24
const readAfterMs = 300

/** Keeps what is read in its place: at the end one stays at the end, elsewhere one stays where one is. */
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

  // What one has just said is seen.
  useLayoutEffect(() => {
    if (ownIsSending !== null) steady.current?.rest()
  }, [ownIsSending])

  const toEnd = () => steady.current?.rest()
  return { scroller, atEnd, toEnd }
}

/** Whoever sees the end of the talk has read it. */
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
