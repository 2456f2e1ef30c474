// A person as everybody sees them, and the person who reads.
import { z } from 'zod'

export const author = z.object({
  id: z.string(),
  /** Empty for somebody outside, who has no account. */
  handle: z.string(),
  name: z.string(),
  /** Path of an uploaded picture, or null: then one is drawn from the handle. */
  avatar: z.string().nullable(),
})
export type Author = z.infer<typeof author>

/** The person who reads, or null. */
export type Viewer = Author | null
