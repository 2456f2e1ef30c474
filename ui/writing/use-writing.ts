// A text field whose text is stored until it is sent, and counted near the limit.
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
  /** Null while there is enough room. */
  left: number | null
  /** The text was to be sent, but is too long. */
  tooLong: boolean
  /** The text in its normalised form; '' when empty, null when too long. */
  read: () => string | null
  /** Clears the text, which was sent or discarded. */
  clear: () => void
}

/** `key` names the stored text; `given` is the initial text. */
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

/** A text that is far too long is not counted. */
function isTooLong(text: string, limit: number): boolean {
  return tooLong(text, limit) !== null && tooLong(asWritten(text), limit) !== null
}
