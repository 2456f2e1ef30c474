// A field for several lines that grows with its text up to its largest height.
'use client'
import { useEffect, useImperativeHandle, useRef } from 'react'
import type { ComponentProps } from 'react'
import { fit, followText } from './fit.ts'
import { useHydrated } from './use-hydrated.ts'

export const writingAreaClass =
  'block max-h-[40vh] min-h-12 w-full resize-none border border-edge bg-raised py-2.5 ' +
  'aria-invalid:border-danger'

/** `className` for its form and its place. The text is the browser's: it is given once, by `defaultValue`. */
export function WritingArea({
  ref,
  className = '',
  defaultValue,
  ...props
}: Omit<ComponentProps<'textarea'>, 'value'>) {
  const field = useRef<HTMLTextAreaElement>(null)
  const hydrated = useHydrated()
  // A page that comes alive would put back what was given over what was typed meanwhile.
  const isComingAlive = !hydrated && typeof window !== 'undefined'
  useImperativeHandle(ref, () => field.current as HTMLTextAreaElement)
  useEffect(() => {
    if (!field.current) return undefined
    fit(field.current)
    return followText(field.current)
  }, [])
  return (
    <textarea
      ref={field}
      {...props}
      defaultValue={isComingAlive ? undefined : defaultValue}
      className={`field-sizing-content ${writingAreaClass} ${className}`}
    />
  )
}
