// Tells screen readers how many items arrived, politely and not one by one.
'use client'
import { useEffect, useRef, useState } from 'react'

const gather = 3000

/** Announces by how much a count has grown since the last announcement; invisible. */
export function Announcer({ count, one, many }: { count: number; one: string; many: string }) {
  const now = useRef(count)
  const told = useRef(count)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const [words, setWords] = useState('')

  useEffect(() => {
    now.current = count
    if (count < told.current) told.current = count
    if (count === told.current || timer.current !== undefined) return
    timer.current = setTimeout(() => {
      timer.current = undefined
      const added = now.current - told.current
      told.current = now.current
      if (added > 0) setWords(added === 1 ? one : `${added} ${many}`)
    }, gather)
  }, [count, one, many])

  useEffect(
    () => () => {
      clearTimeout(timer.current)
      timer.current = undefined
    },
    [],
  )

  return (
    <p aria-live="polite" className="sr-only">
      {words}
    </p>
  )
}
