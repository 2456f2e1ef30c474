// The protocol of an app: the topics, commands and events of all its features, for lookup by name.
import { z } from 'zod'
import type { Feature } from './feature.ts'
import { requestSchemas } from './requests.ts'
import type { RequestSchemas } from './requests.ts'
import { topicReader, userKind } from './topics.ts'
import type { ReadTopic } from './topics.ts'

export interface Protocol {
  readonly features: readonly Feature[]
  readTopic: ReadTopic
  readonly requests: RequestSchemas
  /** The input schema of a command type; undefined: there is no such command. */
  inputOf(type: string): z.ZodType<object> | undefined
  /** The conflation field of an event type (see `latest` in feature.ts); undefined: each event is delivered. */
  latestOf(type: string): PropertyKey | true | undefined
}

/** Throws when two features define the same name. */
export function protocolOf(
  features: readonly Feature[],
  userId: z.ZodType<string> = z.string().min(1),
): Protocol {
  const ids = collected(features, ({ topics = {} }) =>
    Object.entries(topics).map(([kind, { id }]) => [kind, id ? schemaOf<string>(id) : null]),
  )
  if (ids.has(userKind)) throw new Error(`A feature has topics of the kind "${userKind}".`)
  ids.set(userKind, userId)
  const inputs = collected(features, ({ commands = {} }) =>
    Object.entries(commands).map(([type, { input }]) => [type, schemaOf<object>(input)]),
  )
  const latest = collected(features, ({ events = {} }) =>
    Object.entries(events).map(([type, event]) => [type, event.latest]),
  )
  const readTopic = topicReader(ids)
  return {
    features,
    readTopic,
    requests: requestSchemas(readTopic),
    inputOf: (type) => inputs.get(type),
    latestOf: (type) => latest.get(type),
  }
}

function collected<T>(
  features: readonly Feature[],
  entriesOf: (feature: Feature) => [name: string, value: T][],
): Map<string, T> {
  const all = new Map<string, T>()
  for (const feature of features) {
    for (const [name, value] of entriesOf(feature)) {
      if (all.has(name)) throw new Error(`Two features have "${name}".`)
      all.set(name, value)
    }
  }
  return all
}

/** A feature's schema as a zod schema: its declared type is only a part of zod's, to save compile time. */
export function schemaOf<T>(schema: unknown): z.ZodType<T> {
  if (!(schema instanceof z.ZodType)) throw new Error('A feature has a schema that is none of zod.')
  return schema as z.ZodType<T>
}
