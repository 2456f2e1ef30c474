// The features of an app together, as they are looked up while it runs.
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
  /** What a command of this type takes; undefined: there is no such command. */
  inputOf(type: string): z.ZodType<object> | undefined
  /** By which field of an event's data a newer one makes an older one needless; undefined: each is delivered. */
  latestOf(type: string): PropertyKey | true | undefined
}

/** Throws when two features have something of one name. */
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

/** What features are typed with is a part of zod's schemas, for the sake of the compiler's time. */
export function schemaOf<T>(schema: unknown): z.ZodType<T> {
  if (!(schema instanceof z.ZodType)) throw new Error('A feature has a schema that is none of zod.')
  return schema as z.ZodType<T>
}
