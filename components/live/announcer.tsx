// Tells a screen reader how many things came, politely and not one by one.
'use client'
import { useEffect, useRef, useState } from 'react'

const gather = 3000

/** Says what was added to a count since it last spoke; nothing is seen. */
export function Announcer({ count, one, many }: { count: number; one: string; many: string }) {
  const told = useRef(count)
  const [words, setWords] = useState('')
  useEffect(() => {
    if (count <= told.current) {
      told.current = count
      return undefined
    }
    const timer = setTimeout(() => {
      const added = count - told.current
      told.current = count
      setWords(added === 1 ? one : `${added} ${many}`)
    }, gather)
    return () => clearTimeout(timer)
  }, [count, one, many])
  return (
    <p aria-live="polite" className="sr-only">
      {words}
    </p>
  )
}
