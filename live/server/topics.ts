// Topic permissions and snapshots, by the features' rules. The kind `user` is the engine's own.
import { Refusal } from '../../platform/errors.ts'
import type { Actor } from '../protocol/actor.ts'
import type { ErrorMessage } from '../protocol/messages.ts'
import { kindOf, userKind } from '../protocol/topics.ts'
import type { ParsedTopic, Topic } from '../protocol/topics.ts'
import { registered } from './topic-rules.ts'
import type { Kind, KindRules, Part, Registered, RuledFeature, Shown } from './topic-rules.ts'

/** Topics read at a time, so that one request does not take every database connection. */
const atOnce = 4

const sentences = {
  unauthenticated: 'Sign in to follow this.',
  forbidden: 'You may not follow this.',
  not_found: 'There is no such thing to follow, or no longer.',
}
type RefusalCode = keyof typeof sentences

export interface Permitted {
  allowed: Topic[]
  /** Names the topics that were refused. */
  error: ErrorMessage | null
}

export class Topics {
  readonly #registered: Registered
  readonly #db: unknown

  /** `db` is passed to the rules. Throws when a feature has topics without rules. */
  constructor(features: readonly RuledFeature[], db: unknown) {
    this.#registered = registered(features)
    this.#db = db
  }

  /** Splits the topics into those that the reader may subscribe to now and an error that names the others. */
  async permitted(reader: Actor | null, topics: readonly ParsedTopic[]): Promise<Permitted> {
    const refused = await this.#refused(reader, topics)
    const allowed = topics.map(({ topic }) => topic).filter((topic) => !refused.has(topic))
    const [first] = refused
    if (!first) return { allowed, error: null }
    const [, code] = first
    const names = [...refused.keys()]
    const message = `topics: ${names.join(', ')}: ${sentences[code]}`
    return { allowed, error: { type: 'error', ref: null, code, message, topics: names } }
  }

  /** The snapshots of permitted topics; `reader`: whose private state a `user` topic holds. */
  async snapshots(
    reader: Actor | null,
    topics: readonly ParsedTopic[],
  ): Promise<Record<Topic, object>> {
    const snapshots: Record<Topic, object> = {}
    const shared = topics.filter(({ kind }) => kind !== userKind)
    for (let from = 0; from < shared.length; from += atOnce) {
      const some = shared.slice(from, from + atOnce)
      // oxlint-disable-next-line no-await-in-loop
      const read = await Promise.all(some.map((each) => this.#snapshot(each)))
      for (const [index, { topic }] of some.entries()) snapshots[topic] = read[index] ?? {}
    }
    const own = topics.find(({ kind }) => kind === userKind)
    if (!own || !reader) return snapshots
    const shown = Object.groupBy(shared, ({ kind }) => kind)
    snapshots[own.topic] = await this.#own(
      reader,
      Object.fromEntries(
        Object.entries(shown).map(([kind, of = []]) => [
          kind,
          of.map(({ topic }) => snapshots[topic] ?? {}),
        ]),
      ),
    )
    return snapshots
  }

  /** Throws a Refusal when the actor, who may subscribe to the topic, may not send typing signals there. */
  async checkTyping(actor: Actor, { kind, id }: ParsedTopic): Promise<void> {
    const answer = await this.#rules(kind)?.mayType?.({ db: this.#db, actor, id })
    if (answer !== true) throw answer ?? new Refusal('not_found', sentences.not_found)
  }

  /** Whether topics of this kind have typing signals. */
  hasTyping(kind: string): boolean {
    return this.#rules(kind)?.mayType !== undefined
  }

  /** The sentence for a subscriber who loses access; null: access to this kind of topic cannot be lost. */
  endedSentence(topic: Topic): string | null {
    return this.#rules(kindOf(topic))?.ended ?? null
  }

  /** Whether events of this type say that the topic's object was deleted. */
  endsWith(topic: Topic, type: string): boolean {
    return this.#rules(kindOf(topic))?.endsWith === type
  }

  /** The topics whose presence counts a subscriber of this one: itself first; empty when it has no presence. */
  presence(topic: Topic): readonly Topic[] {
    const presence = this.#rules(kindOf(topic))?.presence
    if (presence === undefined) return []
    return presence === true ? [topic] : [topic, presence.also]
  }

  #rules(kind: string): KindRules | undefined {
    return this.#registered.kinds.get(kind)?.rules
  }

  /** The error codes of the topics that are not permitted, in the order asked for. */
  async #refused(
    reader: Actor | null,
    topics: readonly ParsedTopic[],
  ): Promise<Map<Topic, RefusalCode>> {
    const isAllowed = new Map<string, (id: string) => boolean>()
    for (const kind of new Set(topics.map((topic) => topic.kind))) {
      const ids = topics.flatMap((topic) => (topic.kind === kind ? [topic.id] : []))
      // oxlint-disable-next-line no-await-in-loop
      isAllowed.set(kind, await this.#allowed(reader, kind, ids))
    }
    const refused = new Map<Topic, RefusalCode>()
    for (const { kind, id, topic } of topics) {
      if (isAllowed.get(kind)?.(id) !== true) refused.set(topic, this.#whyRefused(reader, kind))
    }
    return refused
  }

  async #allowed(
    reader: Actor | null,
    kind: string,
    ids: readonly string[],
  ): Promise<(id: string) => boolean> {
    if (kind === userKind) return (id) => id === reader?.id
    const rules = this.#rules(kind)
    if (!rules || (rules.forAccounts && reader === null)) return () => false
    const allowed = await rules.mayFollow({ db: this.#db, reader, ids })
    if (typeof allowed === 'boolean') return () => allowed
    const among = new Set(allowed)
    return (id) => among.has(id)
  }

  #whyRefused(reader: Actor | null, kind: string): RefusalCode {
    const { forAccounts, refusal = 'not_found' } =
      kind === userKind
        ? ({ forAccounts: true, refusal: 'forbidden' } as const)
        : (this.#rules(kind) ?? {})
    return forAccounts && reader === null ? 'unauthenticated' : refusal
  }

  async #snapshot({ kind, id, topic }: ParsedTopic): Promise<object> {
    const known: Kind | undefined = this.#registered.kinds.get(kind)
    if (!known) throw new Error(`No snapshot is read of ${topic}.`)
    const asked = { db: this.#db, id }
    const parts = await Promise.all(known.parts.map((part) => readPart(part, asked)))
    return parts.reduce((state, part) => Object.assign(state, part), {})
  }

  /** The reader's private state, of all features. */
  async #own(reader: Actor, shown: Shown): Promise<object> {
    const state = {}
    for (const part of this.#registered.own) {
      // In sequence, to use one database connection only.
      // oxlint-disable-next-line no-await-in-loop
      Object.assign(state, await readPart(part, { db: this.#db, reader, shown }))
    }
    return state
  }
}

async function readPart<Asked>(
  { read, schema }: Part<(asked: Asked) => Promise<object | null>>,
  asked: Asked,
): Promise<object> {
  const part = await read(asked)
  if (part === null) throw new Refusal('not_found', sentences.not_found)
  return schema.parse(part)
}
