// The features' topic rules, registered for lookup by topic kind.
import type { z } from 'zod'
import type { Refusal } from '../../platform/errors.ts'
import type { Actor } from '../protocol/actor.ts'
import type { Feature } from '../protocol/feature.ts'
import { schemaOf } from '../protocol/registry.ts'
import { userKind } from '../protocol/topics.ts'
import type { Topic } from '../protocol/topics.ts'
import type { Allowed, App, FeatureServer } from './define.ts'

/** A feature with its server rules. */
export type RuledFeature = Pick<FeatureServer<Feature, App>, 'feature' | 'rules'>

/** `TopicRules` (see define.ts) of any feature, without its types. */
export interface KindRules {
  mayFollow(asked: {
    db: unknown
    reader: Actor | null
    ids: readonly string[]
  }): Allowed | Promise<Allowed>
  refusal?: 'forbidden' | 'not_found'
  forAccounts?: true
  ended?: string
  endsWith?: string
  mayType?(asked: {
    db: unknown
    actor: Actor
    id: string
  }): Promise<true | Refusal> | true | Refusal
  presence?: true | { also: Topic }
  snapshot: ReadPart
}
type ReadPart = (asked: { db: unknown; id: string }) => Promise<object | null>

interface ReadingRules {
  topics?: Readonly<Record<string, KindRules>>
  adds?: Readonly<Record<string, ReadPart>>
  own?(asked: { db: unknown; reader: Actor; shown: Shown }): Promise<object>
}
export type Shown = Readonly<Record<string, readonly object[]>>

/** One feature's part of a snapshot: only fields of the schema are sent. */
export interface Part<Read> {
  read: Read
  schema: z.ZodType<object>
}

export interface Kind {
  rules: KindRules
  /** The part of the topic's own feature comes first. */
  parts: Part<ReadPart>[]
}

export interface OwnPart extends Part<NonNullable<ReadingRules['own']>> {
  feature: string
}

export interface Registered {
  kinds: ReadonlyMap<string, Kind>
  own: readonly OwnPart[]
}

/** Throws when a topic, an addition or a private state has no rules, so that none is open by mistake. */
export function registered(features: readonly RuledFeature[]): Registered {
  const kinds = new Map<string, Kind>()
  const own: OwnPart[] = []
  for (const server of features) {
    const { name, topics = {}, own: ownSchema } = server.feature
    const rules = rulesOf(server)
    for (const [kind, { snapshot }] of Object.entries(topics)) {
      const found = rules.topics?.[kind]
      if (!found) throw new Error(`The feature "${name}" has no rules for its topics "${kind}".`)
      if (kind === userKind || kinds.has(kind)) throw new Error(`Two have topics "${kind}".`)
      const parts = [{ read: found.snapshot, schema: schemaOf<object>(snapshot) }]
      kinds.set(kind, { rules: found, parts })
    }
    if (!ownSchema) continue
    if (!rules.own) throw new Error(`The feature "${name}" does not read its own state.`)
    own.push({ feature: name, read: rules.own, schema: schemaOf(ownSchema) })
  }
  for (const server of features) addParts(kinds, server)
  return { kinds, own }
}

/** Adds a feature's parts to other features' topics, once all topics are registered. */
function addParts(kinds: ReadonlyMap<string, Kind>, server: RuledFeature): void {
  const { name, adds = {} } = server.feature
  for (const [kind, schema] of Object.entries(adds)) {
    const read = rulesOf(server).adds?.[kind]
    if (!read) throw new Error(`The feature "${name}" does not read what it adds to "${kind}".`)
    const to = kinds.get(kind)
    if (!to) throw new Error(`The feature "${name}" adds to "${kind}", which no feature has.`)
    to.parts.push({ read, schema: schemaOf(schema) })
  }
}

/** Safe: `defineServer` has checked the rules' types against the feature. */
function rulesOf({ rules }: RuledFeature): ReadingRules {
  return rules as ReadingRules
}
