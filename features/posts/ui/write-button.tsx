// On a phone, a button back to the composer, in reach of a thumb, while the composer is out of sight.
'use client'
import { PenLine } from 'lucide-react'
import { useEffect, useState } from 'react'
import { composerId } from './composer-id.ts'

export function WriteButton() {
  const [away, setAway] = useState(false)
  useEffect(() => {
    const composer = document.getElementById(composerId)
    if (!composer) return undefined
    const observer = new IntersectionObserver((entries) => {
      setAway(entries.some((entry) => !entry.isIntersecting))
    })
    observer.observe(composer)
    return () => observer.disconnect()
  }, [])
  if (!away) return null
  return (
    <a
      href={`#${composerId}`}
      aria-label="Write a post"
      className="arrive fixed end-5 bottom-[max(1.25rem,env(safe-area-inset-bottom))] z-10 flex size-14 items-center justify-center rounded-full bg-accent text-on-accent shadow-raised hover:bg-accent-strong sm:hidden"
      onClick={(event) => {
        event.preventDefault()
        window.scrollTo({ top: 0 })
        document.getElementById(composerId)?.focus({ preventScroll: true })
      }}
    >
      <PenLine aria-hidden="true" className="size-6" strokeWidth={1.75} />
    </a>
  )
}
