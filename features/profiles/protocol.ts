// Profiles on the wire: a person's public data.
import { z } from 'zod'
import { defineFeature } from '#live/protocol/feature.ts'
import { nameLimit } from '#platform/account-limits.ts'
import { author } from '#platform/author.ts'
import { name, text } from '#platform/text/fields.ts'
import { bioLimit } from './limits.ts'

export const profileView = author.extend({ bio: z.string(), joinedAt: z.string() })
export type ProfileView = z.infer<typeof profileView>

const edited = z.object({ profile: profileView })

export const profiles = defineFeature({
  name: 'profiles',
  commands: {
    editProfile: {
      input: z.object({ name: name(nameLimit), bio: text(bioLimit, 0) }),
      result: edited,
    },
  },
  events: { 'profile.edited': { on: ['user'], data: edited } },
})
