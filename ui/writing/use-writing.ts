// A field in which words are written to be sent: kept until they are, counted near the limit.
'use client'
import { useCallback, useRef, useState } from 'react'
import type { RefObject } from 'react'
import { useComposerText } from './use-composer-text.ts'
import { asWritten, tooLong } from '#platform/text/words.ts'
import { fit } from './fit.ts'
import { useLeft } from './use-left.ts'

interface Writing {
  field: RefObject<HTMLTextAreaElement | null>
  /** For the field's `onInput`. */
  onInput: () => void
  /** Null while there is room enough. */
  left: number | null
  /** It was to be sent, and is too long still. */
  tooLong: boolean
  /** The words as they will be kept; '' without any, null when they are too long. */
  read: () => string | null
  /** They are sent, or not wanted any more. */
  clear: () => void
}

/** `key` names what is kept of it; `given` stands in the field at first. */
export function useWriting(key: string, limit: number, given = ''): Writing {
  const field = useRef<HTMLTextAreaElement>(null)
  const { left, count } = useLeft(limit)
  const [refused, setRefused] = useState(false)
  const written = useCallback(
    (element: HTMLTextAreaElement) => {
      count(element)
      fit(element)
    },
    [count],
  )
  const { changed, forget } = useComposerText(key, field, written, given)
  return {
    field,
    left,
    tooLong: refused,
    onInput: () => {
      if (!field.current) return
      changed()
      count(field.current)
      if (refused && !isTooLong(field.current.value, limit)) setRefused(false)
    },
    read: () => {
      const text = field.current?.value ?? ''
      const over = isTooLong(text, limit)
      setRefused(over)
      return over ? null : asWritten(text)
    },
    clear: () => {
      forget()
      setRefused(false)
      if (!field.current) return
      field.current.value = ''
      written(field.current)
    },
  }
}

/** A text that is far too long is not looked through. */
function isTooLong(text: string, limit: number): boolean {
  return tooLong(text, limit) !== null && tooLong(asWritten(text), limit) !== null
}
