// Topics: what a client subscribes to, and what an event belongs to.
import { z } from 'zod'
import { maxTopics } from './limits.ts'

export const id = z.guid({ error: 'is not an id' }).transform((value) => value.toLowerCase())

/** `rooms`: the public rooms. `visit:<id>` is the talk of a conversation as the person outside sees it: whoever knows the id may follow it. */
export type Topic =
  | 'feed'
  | 'rooms'
  | `post:${string}`
  | `user:${string}`
  | `room:${string}`
  | `visit:${string}`
type TopicKind = 'post' | 'user' | 'room' | 'visit'
export type ParsedTopic =
  | { kind: 'feed' | 'rooms'; topic: Topic }
  | { kind: TopicKind; id: string; topic: Topic }

const uuid = '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}'
const idPattern = new RegExp(`^${uuid}$`)
const pattern = new RegExp(`^(post|user|room|visit):(${uuid})$`)

/** Whether a text is an id as all rows have them. */
export function isId(text: string | null | undefined): text is string {
  return typeof text === 'string' && idPattern.test(text)
}

/** The parts of a topic's name, or null when no topic has that name. */
export function parseTopic(name: string): ParsedTopic | null {
  if (name === 'feed' || name === 'rooms') return { kind: name, topic: name }
  const match = pattern.exec(name)
  if (!match?.[1] || !match[2]) return null
  const kind = match[1] as TopicKind
  return { kind, id: match[2], topic: `${kind}:${match[2]}` }
}

export const topic = z
  .string()
  .max(64)
  .transform((name, context): ParsedTopic => {
    const parsed = parseTopic(name)
    if (parsed) return parsed
    context.addIssue({ code: 'custom', message: `there is no topic "${name}"` })
    return z.NEVER
  })

/** A list of topics in a message, each once. */
export const topicList = z
  .array(topic)
  .min(1, { error: 'names no topic' })
  .max(maxTopics, { error: `names more than ${maxTopics} topics` })
  .transform((topics) => [...new Map(topics.map((each) => [each.topic, each])).values()])

/** The `topics` parameter of a URL: names separated by commas. */
export const topicParameter = z
  .string({ error: 'is missing' })
  .transform((text) => text.split(',').filter((name) => name !== ''))
  .pipe(topicList)
