// Schemas of text fields that several commands share.
import { z } from 'zod'
import { asEmoji } from './emoji.ts'
import { asName, canBeSeen, hasControls } from './names.ts'
import { asWritten, tooLong } from './words.ts'

const someText = z.string({
  error: (issue) => (issue.input === undefined ? 'is missing' : 'is not text'),
})

/** A refinement that refuses texts longer than `max` characters. */
function fitting(max: number) {
  return (value: string, context: z.RefinementCtx): void => {
    const problem = tooLong(value, max)
    if (problem) context.addIssue(problem)
  }
}

/** Far too long even after blank lines and control characters are removed: refused before costly processing. */
function isVast(value: string, max: number): boolean {
  return value.length > 100 * max && tooLong(value, max) !== null
}

/** Text as the user typed it, at most `max` characters as a reader counts them. */
export function text(max: number, min = 1) {
  return someText
    .refine((value) => !isVast(value, max), { error: `is longer than ${max} characters` })
    .transform((value) => asWritten(value))
    .refine((value) => value.length >= min, { error: 'is empty' })
    .refine((value) => value === '' || canBeSeen(value), {
      error: 'has nothing that can be seen',
    })
    .superRefine(fitting(max))
}

/** A name: one line with at least one visible character. */
export function name(max: number) {
  return someText
    .refine((value) => !isVast(value, max), { error: `is longer than ${max} characters` })
    .transform((value) => asName(value))
    .refine((value) => !hasControls(value), { error: 'has control characters in it' })
    .refine((value) => canBeSeen(value), { error: 'is not a name that can be seen' })
    .superRefine(fitting(max))
}

/** Whether the database can store the text. */
function canBeKept(value: string): boolean {
  return value.isWellFormed() && !value.includes('\0')
}

/** A handle to look up; it need not exist. */
export const handle = z
  .string({ error: 'is missing or is not text' })
  .max(64, { error: 'is longer than 64 characters' })
  .refine((value) => canBeKept(value), { error: 'is not text' })

const notOne = 'is not one emoji'

/** One emoji, normalised. */
export const emoji = z
  .string({ error: 'is missing or is not text' })
  .max(64, { error: notOne })
  .transform((value, context) => {
    const found = asEmoji(value)
    if (found === null) context.addIssue(notOne)
    return found ?? value
  })

/** A reaction to remove: any text, as older reactions need not be emoji. */
export const givenEmoji = z
  .string({ error: 'is missing or is not text' })
  .max(64, { error: notOne })
  .refine((value) => canBeKept(value), { error: notOne })
  .transform((value) => asEmoji(value) ?? value)
