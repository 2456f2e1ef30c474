// How many characters a text has left. It is counted only near the limit, and for long texts when the browser is idle:
// typing in them costs no more than in short ones.
'use client'
import { useCallback, useEffect, useRef, useState } from 'react'
import { asWritten, characters } from '#platform/text/words.ts'

/** The number is shown from here on. */
const near = 200
const sliceMs = 4
/** A longer text is not counted while it is being typed. */
const long = 10_000
const longPauseMs = 400

/** `left` is null while there is enough room; `count` is called after each change. */
export function useLeft(limit: number): {
  left: number | null
  count: (field: HTMLTextAreaElement) => void
} {
  const [left, setLeft] = useState<number | null>(null)
  const stop = useRef<() => void>(() => undefined)
  const count = useCallback(
    (field: HTMLTextAreaElement) => {
      stop.current()
      // A text has at most as many characters as UTF-16 units.
      if (field.textLength <= limit - near) return setLeft(null)
      const pauseMs = field.textLength > long ? longPauseMs : 0
      stop.current = countAtRest(field, pauseMs, (length) => {
        setLeft(length > limit - near ? limit - length : null)
      })
    },
    [limit],
  )
  useEffect(() => () => stop.current(), [])
  return { left, count }
}

/** Counts in slices, so that the browser stays responsive; returns a function that stops it. */
function countAtRest(
  field: HTMLTextAreaElement,
  pauseMs: number,
  done: (length: number) => void,
): () => void {
  let counted = 0
  let rest: Iterator<unknown> | null = null
  const slice = (): void => {
    rest ??= characters(asWritten(field.value))
    const until = performance.now() + sliceMs
    while (performance.now() < until) {
      for (let step = 0; step < 100; step += 1) {
        if (rest.next().done === true) return done(counted)
        counted += 1
      }
    }
    timer = setTimeout(slice)
  }
  let timer = setTimeout(slice, pauseMs)
  return () => clearTimeout(timer)
}
