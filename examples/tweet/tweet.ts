// What can happen: the part that server and browser share.
import { defineFeature } from '@hubbub/live/protocol'
import { z } from 'zod'

const likes = z.object({ likes: z.int() })

export const tweet = defineFeature({
  name: 'tweet',
  commands: { like: { input: z.object({}), result: likes } },
  events: { 'tweet.liked': { on: ['tweet'], data: likes, latest: true } },
  topics: { tweet: { snapshot: likes } },
})
