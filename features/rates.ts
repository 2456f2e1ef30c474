// Rate limits of commands that make others read, beside the limit for all commands.
import type { Rate } from '#platform/limits.ts'

/** Commands whose text many may read: posts, comments, drafts, profiles. */
export const writing: Rate = { name: 'writing', most: 20, perSeconds: 60 }

/** Messages in rooms are more frequent than posts. */
export const talking: Rate = { name: 'talk', most: 40, perSeconds: 30 }
