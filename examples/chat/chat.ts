// What can happen in the room: the part that server and browser share.
import { defineFeature } from '@hubbub/live/protocol'
import { z } from 'zod'

const words = z.string().trim().min(1, { error: 'is empty' }).max(500)
export const line = z.object({
  id: z.int(),
  by: z.string(),
  to: z.string().nullable(),
  words: z.string(),
})
export type Line = z.infer<typeof line>

export const chat = defineFeature({
  name: 'chat',
  commands: {
    say: { input: z.object({ words }), result: line },
    whisper: { input: z.object({ to: z.string(), words }), result: line },
  },
  events: {
    'line.said': { on: ['chat'], data: line },
    'line.whispered': { on: ['user'], data: line },
  },
  topics: { chat: { snapshot: z.object({ lines: z.array(line) }) } },
  own: z.object({ whispers: z.array(line) }),
})
