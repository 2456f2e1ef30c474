// Schemas of client messages other than commands: subscriptions, typing signals and delivery receipts.
import { z } from 'zod'
import { transports } from '../../platform/transports.ts'
import { maxRef, maxTopics } from './limits.ts'
import type { ParsedTopic, ReadTopic } from './topics.ts'

// Any string: an invalid cursor gets a reset, not an error.
const cursor = z.string()
const ref = z.string({ error: 'is missing or is not text' }).min(1).max(maxRef)

/** The request schemas, which only accept existing topics. */
export function requestSchemas(readTopic: ReadTopic) {
  const topic = z
    .string()
    .max(64)
    .transform((name, context): ParsedTopic => {
      const parsed = readTopic(name)
      if (parsed) return parsed
      context.addIssue({ code: 'custom', message: `there is no topic "${name}"` })
      return z.NEVER
    })
  /** Without duplicates. */
  const topics = z
    .array(topic)
    .min(1, { error: 'names no topic' })
    .max(maxTopics, { error: `names more than ${maxTopics} topics` })
    .transform((list) => [...new Map(list.map((each) => [each.topic, each])).values()])
  return {
    /** The `topics` parameter of a URL: names separated by commas. */
    topicParameter: z
      .string({ error: 'is missing' })
      .transform((text) => text.split(',').filter((name) => name !== ''))
      .pipe(topics),
    subscribe: z.object({ type: z.literal('subscribe'), ref, topics, since: cursor.optional() }),
    unsubscribe: z.object({ type: z.literal('unsubscribe'), ref, topics }),
    typing: z.object({ type: z.literal('typing'), topic }),
  }
}
export type RequestSchemas = ReturnType<typeof requestSchemas>

/** The body of POST /live/topics. */
export const changeTopicsSchema = z.object({
  connectionId: z.string({ error: 'is missing or is not text' }).max(64),
  subscribe: z
    .array(z.object({ topic: z.string(), since: cursor.optional() }))
    .max(maxTopics)
    .default([]),
  unsubscribe: z.array(z.string()).max(maxTopics).default([]),
})

/** A delivery receipt: an event was received over this transport. */
export const seenSchema = z.object({
  type: z.literal('seen'),
  id: z.string().max(64),
  transport: z.enum(transports, { error: 'is no transport' }),
})
