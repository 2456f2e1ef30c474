// Where one is in a talk: at its end, or reading further up.
'use client'
import { useEffect, useLayoutEffect, useRef, useState } from 'react'
import type { RefObject } from 'react'
import { useMarkRead } from '#client/room-hooks.tsx'
import type { ShownMessage } from '#client/room-hooks.tsx'

/** So near to the end that whoever reads there wants to stay at it. */
const nearEnd = 80
const readAfterMs = 300

/** Keeps what is read in its place: at the end one stays at the end, elsewhere one stays where one is. */
export function useTalkScroll(
  messages: readonly { id: string }[],
  ownIsSending: boolean,
): {
  /** For the element that scrolls; its direction is reversed. */
  scroller: RefObject<HTMLDivElement | null>
  atEnd: boolean
  toEnd: () => void
} {
  const scroller = useRef<HTMLDivElement>(null)
  const [atEnd, setAtEnd] = useState(true)
  const lastId = messages.at(-1)?.id ?? null
  const before = useRef({ height: 0, lastId, atEnd: true })

  useEffect(() => {
    const element = scroller.current
    if (!element) return undefined
    // The direction is reversed: the end is at 0, and what is above has negative positions.
    const look = () => {
      const there = element.scrollTop > -nearEnd
      before.current.atEnd = there
      setAtEnd(there)
    }
    element.addEventListener('scroll', look, { passive: true })
    return () => element.removeEventListener('scroll', look)
  }, [])

  useLayoutEffect(() => {
    const element = scroller.current
    if (!element) return
    const { height, lastId: lastBefore, atEnd: wasAtEnd } = before.current
    const appended = lastBefore !== lastId && height > 0
    before.current = { height: element.scrollHeight, lastId, atEnd: wasAtEnd }
    if (!appended) return
    if (wasAtEnd || ownIsSending) element.scrollTop = 0
    else element.scrollTop -= element.scrollHeight - height
  }, [messages, lastId, ownIsSending])

  const toEnd = () => scroller.current?.scrollTo({ top: 0 })
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
