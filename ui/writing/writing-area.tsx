// A text area that grows with its text up to its largest height.
'use client'
import { useEffect, useImperativeHandle, useLayoutEffect, useRef } from 'react'
import type { ComponentProps } from 'react'
import { fit, followText } from './fit.ts'

const look =
  'field-sizing-content block max-h-[40vh] min-h-12 w-full resize-none border border-edge bg-raised py-2.5 ' +
  'aria-invalid:border-danger'

/** `className` for its look and layout; `given`: its initial text. Later values are ignored. */
export function WritingArea({
  ref,
  className = '',
  given = '',
  ...props
}: Omit<ComponentProps<'textarea'>, 'defaultValue' | 'value'> & { given?: string | undefined }) {
  const field = useRef<HTMLTextAreaElement>(null)
  useImperativeHandle(ref, () => field.current as HTMLTextAreaElement)
  useLayoutEffect(() => {
    // Text typed before hydration stays.
    if (field.current?.value === '' && given !== '') field.current.value = given
    // oxlint-disable-next-line react/exhaustive-deps
  }, [])
  useEffect(() => {
    if (!field.current) return undefined
    fit(field.current)
    return followText(field.current)
  }, [])
  return (
    <textarea
      ref={field}
      {...props}
      // Not in the browser: each render would set it again, which breaks undo.
      defaultValue={typeof window === 'undefined' ? given : undefined}
      className={`${look} ${className}`}
    />
  )
}
