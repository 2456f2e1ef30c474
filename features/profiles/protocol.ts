// Profiles as the server shows them.
import { z } from 'zod'
import { author } from '#platform/author.ts'

export const profileView = author.extend({ bio: z.string(), joinedAt: z.string() })
export type ProfileView = z.infer<typeof profileView>
