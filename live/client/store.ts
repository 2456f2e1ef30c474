// The store: each feature's state in this browser, updated by the features' rules.
// Applying an event, or a part of the log, again leaves the same state.
import type { Actor } from '../protocol/actor.ts'
import type { Command } from '../protocol/commands.ts'
import type { LiveEvent } from '../protocol/events.ts'
import type { SnapshotResponse } from '../protocol/messages.ts'
import { userKind } from '../protocol/topics.ts'
import type { Topic } from '../protocol/topics.ts'
import type { AnyClient, Kit, Occurrence, TopicRefusal, StateOf } from './define.ts'

/** What a store needs of its page. */
export interface Surroundings {
  touch(key: string): void
  isFollowed(topic: Topic): boolean
  isCovered(topic: Topic): boolean
}

export class Store<A extends Actor = Actor> {
  viewer: A | null
  /** Ids of deleted objects, so that late events and old snapshots of them can be ignored. */
  readonly deleted = new Set<string>()
  readonly #clients: readonly AnyClient[]
  readonly #states = new Map<string, unknown>()
  readonly #kit: Kit<A>
  readonly #touch: (key: string) => void
  /** By event type: the features with a reducer for it. */
  readonly #reducers = new Map<string, AnyClient[]>()
  /** By command type: the feature whose state its answer updates. */
  readonly #confirmers = new Map<string, AnyClient>()

  constructor(clients: readonly AnyClient[], viewer: A | null, surroundings: Surroundings) {
    this.viewer = viewer
    this.#clients = clients
    this.#touch = surroundings.touch
    this.#kit = {
      ...surroundings,
      deleted: this.deleted,
      viewer: () => this.viewer,
      renameViewer: (renamed) => {
        this.viewer = renamed
        this.#touch('viewer')
      },
      stateOf: (client) => this.of(client),
    }
    for (const client of clients) {
      const { part, state, reduce = {}, confirm = {} } = client.rules
      this.#states.set(client.name, part ? part(this.#kit) : state)
      for (const type of Object.keys(reduce)) {
        this.#reducers.set(type, [...(this.#reducers.get(type) ?? []), client])
      }
      for (const type of Object.keys(confirm)) this.#confirmers.set(type, client)
    }
  }

  /** The state of one feature. */
  of<S>({ name }: StateOf<S>): S {
    if (!this.#states.has(name)) throw new Error(`There is no feature "${name}" on this page.`)
    // Safe: this client's rules created and updated it.
    return this.#states.get(name) as S
  }

  /** Applies an event of the log. Repeated events, and those of an unknown type, change nothing. */
  apply({ type, data, id, topic, at }: LiveEvent): void {
    this.#reduce(type, data, { id, topic, at })
  }

  /** Applies the answer to a command before its event comes. */
  confirm(command: Command, result: unknown): void {
    const { type, ref } = command
    const client = this.#confirmers.get(type)
    const confirm = client?.rules.confirm?.[type]
    if (!client || !confirm) return
    if (typeof confirm === 'string') {
      this.#reduce(confirm, result, { id: ref, topic: null, at: new Date().toISOString() })
    } else this.#move(client, (state) => confirm(state, result, command, this.#kit))
  }

  /** Restores the viewer's private state that the page was rendered with, by feature name. */
  begin(own: { readonly [feature: string]: unknown }): void {
    for (const client of this.#clients) {
      const known = own[client.name]
      if (known !== undefined) this.#restoreOwn(client, known, {})
    }
  }

  /** Replaces the state with snapshots. The viewer's private state comes last, as it refers to the others. */
  restore({ snapshots }: SnapshotResponse): void {
    const topics = Object.entries(snapshots).map(([topic, part]) => ({ ...split(topic), part }))
    for (const { kind, id, part } of topics) {
      for (const client of this.#clients) {
        const restore = kind === userKind ? undefined : client.rules.restore?.[kind]
        if (restore) this.#move(client, (state) => restore(state, part, id, this.#kit))
      }
    }
    for (const { kind, part } of topics) {
      if (kind !== userKind) continue
      for (const client of this.#clients) this.#restoreOwn(client, part, snapshots)
    }
  }

  /** Drops state that only this topic kept current. */
  release(topic: Topic): void {
    const { kind, id } = split(topic)
    for (const client of this.#clients) {
      const release = client.rules.release?.[kind]
      if (release) this.#move(client, (state) => release(state, id, this.#kit))
    }
  }

  /** A topic was refused, or access to it was lost. */
  refuse(topic: Topic, refusal: TopicRefusal): void {
    const { kind, id } = split(topic)
    for (const client of this.#clients) {
      const refused = client.rules.refused?.[kind]
      if (refused) this.#move(client, (state) => refused(state, id, refusal, this.#kit))
    }
  }

  #reduce(type: string, data: unknown, occurrence: Occurrence): void {
    for (const client of this.#reducers.get(type) ?? []) {
      const reduce = client.rules.reduce?.[type]
      if (reduce) this.#move(client, (state) => reduce(state, data, occurrence, this.#kit))
    }
  }

  #restoreOwn(client: AnyClient, own: unknown, snapshots: SnapshotResponse['snapshots']): void {
    const restore = client.rules.restore?.['own']
    const together = {
      has: (topic: string) => topic in snapshots,
      of: (kind: string) =>
        Object.entries(snapshots).flatMap(([topic, part]) =>
          split(topic).kind === kind ? [part] : [],
        ),
    }
    if (restore) this.#move(client, (state) => restore(state, own, together, this.#kit))
  }

  /** Runs a rule on a feature's state. Parts are mutated in place, and touch their own keys. */
  #move({ name, rules }: AnyClient, rule: (state: unknown) => unknown): void {
    const before = this.#states.get(name)
    const after = rule(before)
    if (rules.part || after === before) return
    this.#states.set(name, after)
    this.#touch(name)
  }
}

function split(topic: Topic): { kind: string; id: string } {
  const end = topic.indexOf(':')
  return end < 0 ? { kind: topic, id: '' } : { kind: topic.slice(0, end), id: topic.slice(end + 1) }
}
