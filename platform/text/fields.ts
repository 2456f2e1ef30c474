// Fields that several commands have.
import { z } from 'zod'
import { asEmoji } from './emoji.ts'
import { asName, canBeSeen, hasControls } from './names.ts'
import { asWritten, tooLong } from './words.ts'

const someText = z.string({
  error: (issue) => (issue.input === undefined ? 'is missing' : 'is not text'),
})

/** Refuses what is too long, before anything is done with it and after. */
function fitting(max: number) {
  return (value: string, context: z.RefinementCtx): void => {
    const problem = tooLong(value, max)
    if (problem) context.addIssue(problem)
  }
}

/** Far more than fits, however its blank lines and control characters are counted. */
function isVast(value: string, max: number): boolean {
  return value.length > 100 * max && tooLong(value, max) !== null
}

/** Text as a person typed it, at most `max` characters as a reader counts them. */
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

/** What somebody or something is called: one line of which something can be seen. */
export function name(max: number) {
  return someText
    .refine((value) => !isVast(value, max), { error: `is longer than ${max} characters` })
    .transform((value) => asName(value))
    .refine((value) => !hasControls(value), { error: 'has control characters in it' })
    .refine((value) => canBeSeen(value), { error: 'is not a name that can be seen' })
    .superRefine(fitting(max))
}

/** Whether the database can hold it. */
function canBeKept(value: string): boolean {
  return value.isWellFormed() && !value.includes('\0')
}

/** What somebody is looked up by; whether anybody is called so is not known here. */
export const handle = z
  .string({ error: 'is missing or is not text' })
  .max(64, { error: 'is longer than 64 characters' })
  .refine((value) => canBeKept(value), { error: 'is not text' })

const notOne = 'is not one emoji'

/** One emoji, in its one form. */
export const emoji = z
  .string({ error: 'is missing or is not text' })
  .max(64, { error: notOne })
  .transform((value, context) => {
    const found = asEmoji(value)
    if (found === null) context.addIssue(notOne)
    return found ?? value
  })

/** One that may have been given before only emoji could be: what is there can be taken back. */
export const givenEmoji = z
  .string({ error: 'is missing or is not text' })
  .max(64, { error: notOne })
  .refine((value) => canBeKept(value), { error: notOne })
  .transform((value) => asEmoji(value) ?? value)
