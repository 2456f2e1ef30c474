// What this browser knows of the server's state: each feature's own, moved by what the features have said of it.
// Applying an event again, or a stretch of the log again, leaves the same state.
import type { Actor } from '../protocol/actor.ts'
import type { Command } from '../protocol/commands.ts'
import type { LiveEvent } from '../protocol/events.ts'
import type { SnapshotResponse } from '../protocol/messages.ts'
import { userKind } from '../protocol/topics.ts'
import type { Topic } from '../protocol/topics.ts'
import type { AnyClient, Kit, Occurrence, TopicRefusal, StateOf } from './define.ts'

/** What the page that a store is in tells it. */
export interface Surroundings {
  touch(key: string): void
  isFollowed(topic: Topic): boolean
  isCovered(topic: Topic): boolean
}

export class Store<A extends Actor = Actor> {
  viewer: A | null
  /** Ids of what was deleted: a late event or an old page cannot revive one. */
  readonly deleted = new Set<string>()
  readonly #clients: readonly AnyClient[]
  readonly #states = new Map<string, unknown>()
  readonly #kit: Kit<A>
  readonly #touch: (key: string) => void
  /** By type of event: whom it moves. */
  readonly #reducers = new Map<string, AnyClient[]>()
  /** By type of command: whose state its answer moves. */
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
    // It was made by the rules of this very client, or moved by them.
    return this.#states.get(name) as S
  }

  /** Takes an event of the log. One that says nothing new, or of an unknown type, changes nothing. */
  apply({ type, data, id, topic, at }: LiveEvent): void {
    this.#reduce(type, data, { id, topic, at })
  }

  /** Takes what the answer to a command says before its event comes. */
  confirm(command: Command, result: unknown): void {
    const { type, ref } = command
    const client = this.#confirmers.get(type)
    const confirm = client?.rules.confirm?.[type]
    if (!client || !confirm) return
    if (typeof confirm === 'string') {
      this.#reduce(confirm, result, { id: ref, topic: null, at: new Date().toISOString() })
    } else this.#move(client, (state) => confirm(state, result, command, this.#kit))
  }

  /** Takes what a page knew at first of its reader alone, by the names of features. */
  begin(own: { readonly [feature: string]: unknown }): void {
    for (const client of this.#clients) {
      const known = own[client.name]
      if (known !== undefined) this.#restoreOwn(client, known, {})
    }
  }

  /** Takes snapshots as the truth in place of a history that is lost. The reader's own state is about the others. */
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

  /** Lets go of what only this topic kept up. */
  release(topic: Topic): void {
    const { kind, id } = split(topic)
    for (const client of this.#clients) {
      const release = client.rules.release?.[kind]
      if (release) this.#move(client, (state) => release(state, id, this.#kit))
    }
  }

  /** A topic was refused or taken away. */
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

  /** Parts are changed in place, and touch their own keys. */
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
