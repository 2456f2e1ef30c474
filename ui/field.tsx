// A labelled text input with its hint and its error.
'use client'
import type { ComponentProps, ReactNode } from 'react'
import { Problem } from './problem.tsx'

export const inputClass =
  'w-full rounded-xl border border-edge bg-raised px-3.5 min-h-12 text-ink placeholder:text-muted ' +
  'aria-invalid:border-danger'

/** One field of a form; `end` is rendered inside it on the right. */
export function Field({
  label,
  name,
  hint,
  problem,
  end,
  ...input
}: {
  label: string
  name: string
  hint?: string
  problem?: string | null
  end?: ReactNode
} & ComponentProps<'input'>) {
  const described = [hint ? `${name}-hint` : '', problem ? `${name}-problem` : '']
    .filter(Boolean)
    .join(' ')
  return (
    <div className="space-y-1.5">
      <label htmlFor={name} className="block font-medium">
        {label}
      </label>
      <div className="relative">
        <input
          id={name}
          name={name}
          dir="auto"
          aria-invalid={problem ? true : undefined}
          aria-describedby={described || undefined}
          className={`${inputClass} ${end ? 'pr-14' : ''}`}
          {...input}
        />
        {end ? <div className="absolute inset-y-0 end-0.5 flex items-center">{end}</div> : null}
      </div>
      {hint ? (
        <p id={`${name}-hint`} className="text-note text-muted">
          {hint}
        </p>
      ) : null}
      {problem ? <Problem id={`${name}-problem`}>{problem}</Problem> : null}
    </div>
  )
}
