// Topics: what a client subscribes to, and what an event belongs to. Their kinds are the features'.
import type { z } from 'zod'

/** `kind`, or `kind:id`. */
export type Topic = string

export interface ParsedTopic {
  kind: string
  /** '' where its kind has none. */
  id: string
  topic: Topic
}

/** The parts of a topic's name, or null when no topic has that name. */
export type ReadTopic = (name: string) => ParsedTopic | null

/** The kind of a topic that there is. */
export function kindOf(topic: Topic): string {
  const end = topic.indexOf(':')
  return end < 0 ? topic : topic.slice(0, end)
}

/** The topic of one person, which they alone follow. */
export const userKind = 'user'

type IdSchema = Pick<z.ZodType, 'safeParse'>

/** Reads the names of topics of these kinds; `ids`: what an id of each kind is, null where it has none. */
export function topicReader(ids: ReadonlyMap<string, IdSchema | null>): ReadTopic {
  return (name) => {
    const end = name.indexOf(':')
    const [kind, id] = end < 0 ? [name, ''] : [name.slice(0, end), name.slice(end + 1)]
    const schema = ids.get(kind)
    if (schema === undefined || (schema === null) !== end < 0) return null
    // An id has one form: what would be read as another one names nothing.
    if (schema !== null && schema.safeParse(id).data !== id) return null
    return { kind, id, topic: name }
  }
}
