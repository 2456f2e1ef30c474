// A number that rolls to its new value in place and never moves what is beside it.
'use client'
import { useState } from 'react'
import { formatCount } from './format-count.ts'

/** For the eye alone. Nothing is shown for zero, but the room for it is kept. */
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
