// A number that animates to its new value in place, without moving anything beside it.
'use client'
import { useState } from 'react'
import { formatCount } from './format-count.ts'

/** Hidden from screen readers. Zero shows nothing, but its space is kept. */
export function Count({ value }: { value: number }) {
  const [shown, setShown] = useState(value)
  const [roll, setRoll] = useState('')
  if (value !== shown) {
    setShown(value)
    setRoll(value > shown ? 'roll-up' : 'roll-down')
  }
  return (
    <span
      aria-hidden="true"
      className="inline-block min-w-[3ch] overflow-hidden text-left tabular-nums"
    >
      <span key={value} className={`block ${roll}`}>
        {value > 0 ? formatCount(value) : '\u00a0'}
      </span>
    </span>
  )
}
