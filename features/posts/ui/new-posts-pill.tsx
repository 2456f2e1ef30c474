// The button that says how many new posts wait: nothing on the page moves until it is pressed.
'use client'
import { ArrowUp } from 'lucide-react'
import { mostWaiting } from '../lists-store.ts'

export function NewPostsPill({ waiting, onPress }: { waiting: number; onPress: () => void }) {
  const words = waiting === 1 ? '1 new post' : `${countOf(waiting)} new posts`
  return (
    <div data-afloat className="sticky top-23 z-10 flex h-0 justify-center">
      {waiting > 0 ? (
        <button
          type="button"
          onClick={onPress}
          className="arrive flex -translate-y-1/2 h-11 items-center gap-2 rounded-full bg-accent px-5 font-medium whitespace-nowrap text-on-accent tabular-nums shadow-raised hover:bg-accent-strong"
        >
          <ArrowUp aria-hidden="true" className="size-4" />
          {words}
        </button>
      ) : null}
    </div>
  )
}

/** At the limit of kept posts the true number is not known. */
function countOf(waiting: number): string {
  return waiting < mostWaiting ? `${waiting}` : `${mostWaiting - 1}+`
}
