// The type of an author, bound once for the browser sides of all features.
import { clientWith } from '#live/client/define.ts'
import type { Author } from '#platform/author.ts'

export const { clientFor, partFor } = clientWith<Author>()
