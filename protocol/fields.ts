// Fields that several commands have.
import { z } from 'zod'
import { limits } from './limits.ts'
import { asWritten, lengthOf } from './words.ts'

// Line breaks and tabs are kept; other control characters cannot be shown, and NUL cannot be stored.
// oxlint-disable-next-line no-control-regex
const controls = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/g

/** Text as a person typed it, at most `max` characters as a reader counts them. */
export function text(max: number, min = 1) {
  return z
    .string({ error: (issue) => (issue.input === undefined ? 'is missing' : 'is not text') })
    .transform((value) => clean(value))
    .refine((value) => lengthOf(value) >= min, { error: 'is empty' })
    .refine((value) => lengthOf(value) <= max, { error: `is longer than ${max} characters` })
}

function clean(value: string): string {
  return asWritten(value.toWellFormed().replace(controls, ''))
}

export const ref = z
  .string({ error: (issue) => (issue.input === undefined ? 'is missing' : 'is not text') })
  .min(1, { error: 'is empty' })
  .max(limits.ref, { error: `is longer than ${limits.ref} characters` })
  // oxlint-disable-next-line no-control-regex
  .refine((value) => value.isWellFormed() && !/\u0000/.test(value), { error: 'is not text' })

const graphemes = new Intl.Segmenter()

/** One emoji, with its skin tone or its joined parts. */
export const emoji = z
  .string({ error: 'is missing or is not text' })
  .max(32, { error: 'is not one emoji' })
  .refine(
    (value) =>
      /\p{Extended_Pictographic}|\p{Regional_Indicator}/u.test(value) &&
      [...graphemes.segment(value)].length === 1,
    { error: 'is not one emoji' },
  )
