// What the people of the demonstration say, from threads.json.
import { readFileSync } from 'node:fs'
import { z } from 'zod'

const thread = z.object({
  by: z.string(),
  body: z.string(),
  /** Handle and words, oldest first. */
  answers: z.array(z.tuple([z.string(), z.string()])),
})
export type DemoThread = z.infer<typeof thread>

const schema = z.object({
  threads: z.array(thread),
  reactions: z.array(z.string()),
  passing: z.array(z.string()),
  talks: z.array(z.array(z.string()).min(1)),
})

const said = schema.parse(
  JSON.parse(readFileSync(new URL('threads.json', import.meta.url), 'utf8')),
)

/** Each post with the answers that it got. */
export const threads = said.threads
/** Said of anything, where nothing in particular was. */
export const reactions = said.reactions
/** What people post while the crowd is out. */
export const passing = said.passing
/** What is said in a room, line after line, each by somebody else. */
export const talks = said.talks
