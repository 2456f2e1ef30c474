// The choice of how often changes are shown: at once, every minute, or on request.
'use client'
import { RotateCw } from 'lucide-react'
import { useId } from 'react'
import type { ConnectionState } from '#live/client/connection-state.ts'
import { usePace } from '#live/react/use-connection.ts'
import { paces } from '#live/client/pace.ts'
import { buttonClass } from '../button.ts'

const words = { live: 'Live', minute: 'Every minute', off: 'When I ask' } as const

export function PaceChoice({ connection }: { connection: ConnectionState }) {
  const { choose, refresh } = usePace()
  const name = useId()
  return (
    <div className="mt-4 space-y-3">
      <fieldset className="flex flex-wrap gap-1 rounded-3xl bg-sunken p-1">
        <legend className="sr-only">When changes appear</legend>
        {paces.map((pace) => (
          <label
            key={pace}
            className="relative flex min-h-9 flex-auto cursor-pointer items-center justify-center rounded-full px-2 text-center text-note font-medium text-muted has-checked:bg-raised has-checked:text-ink has-checked:shadow-sm has-focus-visible:outline-2 has-focus-visible:outline-accent"
          >
            <input
              type="radio"
              name={name}
              className="absolute inset-0 cursor-pointer appearance-none opacity-0"
              checked={connection.pace === pace}
              onChange={() => choose(pace)}
            />
            {words[pace]}
          </label>
        ))}
      </fieldset>
      {connection.pace === 'live' ? null : (
        <button type="button" className={buttonClass('quiet', 'w-full')} onClick={refresh}>
          <RotateCw aria-hidden="true" className="size-4" />
          Ask now
        </button>
      )}
    </div>
  )
}
