// The public profile of a user, and the viewer's type.
import { z } from 'zod'

export const author = z.object({
  id: z.string(),
  /** Empty for a visitor, who has no account. */
  handle: z.string(),
  name: z.string(),
  /** Path of an uploaded picture; null: an avatar is generated from the handle. */
  avatar: z.string().nullable(),
})
export type Author = z.infer<typeof author>

/** The signed-in user who views the page, or null. */
export type Viewer = Author | null
