// How much room a text has left. It is counted only near the limit, and then when the browser is at rest: a long text
// costs no more per key than a short one.
'use client'
import { useCallback, useEffect, useRef, useState } from 'react'
import { asWritten, characters } from '#platform/text/words.ts'

/** From here on it is said. */
const near = 200
const sliceMs = 4
/** While somebody writes on in a long text, it is not counted. */
const long = 10_000
const longPauseMs = 400

/** `left` is null while there is room enough; `count` is called after each change. */
export function useLeft(limit: number): {
  left: number | null
  count: (field: HTMLTextAreaElement) => void
} {
  const [left, setLeft] = useState<number | null>(null)
  const stop = useRef<() => void>(() => undefined)
  const count = useCallback(
    (field: HTMLTextAreaElement) => {
      stop.current()
      // No text has more characters than units.
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

/** Counts in slices between which the browser can answer; returns how to stop. */
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
