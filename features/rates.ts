// How often somebody may do what makes others read, beside the limit of all that they do.
import type { Rate } from '#platform/limits.ts'

/** Of all that is written for many together. */
export const writing: Rate = { name: 'writing', most: 20, perSeconds: 60 }

/** Talk is quicker than writing for all. */
export const talking: Rate = { name: 'talk', most: 40, perSeconds: 30 }
