// Topic names: clients subscribe to topics, and each event belongs to one. Features define the kinds.
import type { z } from 'zod'

/** `kind`, or `kind:id`. */
export type Topic = string

export interface ParsedTopic {
  kind: string
  /** '' for kinds without ids. */
  id: string
  topic: Topic
}

/** Parses a topic's name; null for an unknown kind or an invalid id. */
export type ReadTopic = (name: string) => ParsedTopic | null

/** The kind of a valid topic. */
export function kindOf(topic: Topic): string {
  const end = topic.indexOf(':')
  return end < 0 ? topic : topic.slice(0, end)
}

/** The kind of a user's private topic `user:<id>`. */
export const userKind = 'user'

type IdSchema = Pick<z.ZodType, 'safeParse'>

/** Makes the parser of topic names; `ids`: the id schema of each kind, null for kinds without ids. */
export function topicReader(ids: ReadonlyMap<string, IdSchema | null>): ReadTopic {
  return (name) => {
    const end = name.indexOf(':')
    const [kind, id] = end < 0 ? [name, ''] : [name.slice(0, end), name.slice(end + 1)]
    const schema = ids.get(kind)
    if (schema === undefined || (schema === null) !== end < 0) return null
    // An id must be in canonical form: if parsing changes it, the topic is invalid.
    if (schema !== null && schema.safeParse(id).data !== id) return null
    return { kind, id, topic: name }
  }
}
