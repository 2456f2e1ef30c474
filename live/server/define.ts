// `defineServer`: a feature's server side. Command handlers, topic permissions and snapshots, the subjects of its events,
// and its handling of external changes to its tables.
import type { Refusal } from '../../platform/errors.ts'
import type { Rate } from '../../platform/limits.ts'
import type { Statements } from '../../platform/postgres/statements.ts'
import type { Actor } from '../protocol/actor.ts'
import type { Note } from './external/notes.ts'
import type {
  AddedKind,
  Carried,
  CommandName,
  Data,
  DefinitionOf,
  EventName,
  Feature,
  Kind,
  KindOf,
  Own,
  Parsed,
  Part,
  Result,
  Topic,
  TopicOf,
  Used,
} from '../protocol/feature.ts'

/** The types that a whole app shares: its transaction and its user. */
export interface App {
  tx: unknown
  actor: Actor
}

/** An extension point: other features react in the same transaction, without the calling feature knowing them. */
export interface Hook<D> {
  readonly name: string
  readonly data?: D
}

export function defineHook<D>(name: string): Hook<D> {
  return { name }
}

/** A hook whose reactions need SQL only, so that handlers with `runDirectly` may call it too. */
export interface DirectHook<D> extends Hook<D> {
  readonly isDirect: true
}

export function defineDirectHook<D>(name: string): DirectHook<D> {
  return { name, isDirect: true }
}

type HookIn<A extends App, Tx, D> = Tx extends A['tx'] ? Hook<D> : DirectHook<D>

/** The write API of a handler. Rows, events and the writes of hooks are committed together. */
export interface Writing<F, A extends App, Tx = A['tx']> {
  readonly tx: Tx
  /** Appends an event, in order of the calls, in this transaction. */
  publish<
    T extends Topic<F | Used<F>> | `user:${string}`,
    E extends Carried<F | Used<F>, KindOf<T>>,
  >(
    topic: T,
    type: E,
    data: Data<F | Used<F>, E>,
  ): void
  /** Deletes the events about these subjects, and all events of these topics, from the log. */
  forget(subjects: readonly string[], topics?: readonly string[]): Promise<void>
  /** Replaces a subject's excerpt in logged events that quote it; null removes it. `by`: the subjects that may quote it. */
  requote(subject: string, by: readonly string[], excerpt: string | null): Promise<void>
  /** Runs the hook's reactions now. */
  call<D>(hook: HookIn<A, Tx, D>, data: D): Promise<void>
  /** Runs the hook's reactions once for a whole group: after its commands, before the events are appended. */
  gather<D>(hook: HookIn<A, Tx, D>, data: D): void
  /** The same transaction with another feature's types: for calling the functions of its `hooks.ts`. */
  as<G extends Feature>(feature: G): Writing<G, A, Tx>
}

/** A command with its actor. */
export interface Intent<F, A extends App, C extends string> {
  readonly actor: A['actor']
  readonly input: Parsed<F, C>
  readonly ref: string
}
export type Outcome<F, C extends string> = Result<F, C> | Refusal

interface Answering<F, A extends App, C extends string> {
  /** In addition to the limit on all commands together. */
  rate?: Rate
  /**
   * An id from which `recall` rebuilds the result of a retried command. Kept instead of the result, whose texts and names
   * would outlive their deletion. Without it the whole result is kept and repeated as it was.
   */
  keep?(result: Result<F, C>): string
  /** Rebuilds the result as it is now; null: it is deleted, or the actor may no longer see it. */
  recall?(
    asked: { db: A['tx']; id: string } & Intent<F, A, C>,
  ): Promise<Result<F, C> | null> | Result<F, C> | null
}

/**
 * `run` does one command in a transaction of its own. `runMany` does all commands of its type in a group with a few
 * set-based statements: an outcome for each, in order; a refused one has changed nothing. Throwing fails the group, which
 * is then retried in halves. `runDirectly` is `runMany` in SQL only, for the most frequent commands. `lane`: commands of
 * one lane share transactions; by default those of one type.
 */
export type Handler<F, A extends App, C extends string> = Answering<F, A, C> &
  (
    | { run(command: Intent<F, A, C> & Writing<F, A>): Promise<Outcome<F, C>> }
    | {
        lane?: string
        runMany(
          commands: readonly Intent<F, A, C>[],
          writing: Writing<F, A>,
        ): Promise<readonly Outcome<F, C>[]>
      }
    | {
        lane?: string
        runDirectly(
          commands: readonly Intent<F, A, C>[],
          writing: Writing<F, A, Statements>,
        ): Promise<readonly Outcome<F, C>[]>
      }
  )

type HasId<F, K extends string, Ids> = TopicOf<F, K> extends { id: unknown } ? Ids : unknown
/** Reads one feature's part of a snapshot; null: the topic does not exist. */
type ReadPart<F, A extends App, K extends string> = (
  asked: { db: A['tx'] } & HasId<F | Used<F>, K, { id: string }>,
) => Promise<Part<F, K> | null>

/** All of the ids (true), none (false), or those that may be subscribed to. */
export type Allowed = boolean | Iterable<string>

/** The snapshots that one request reads, by topic kind. */
type Shown<F> = { readonly [K in Kind<F>]?: readonly Part<F, K>[] }

export interface TopicRules<F, A extends App, K extends string> {
  /** Whether, or to which of these ids, this reader may subscribe now. Asked before and after joining, and on each resume. */
  mayFollow(
    asked: { db: A['tx']; reader: A['actor'] | null } & HasId<F, K, { ids: readonly string[] }>,
  ): Allowed | Promise<Allowed>
  /** The error code for other readers. `not_found` by default, which does not reveal that the topic exists. */
  refusal?: 'forbidden' | 'not_found'
  /** Signed-out readers get `unauthenticated`. */
  forAccounts?: true
  /** Set when a subscriber can lose access: the sentence that they are shown then. */
  ended?: string
  /** The event that says that the topic's object was deleted: it ends all subscriptions. */
  endsWith?: Carried<F | Used<F>, K>
  /** Whether a permitted subscriber may send typing signals, or why not. Without it the topic has none. */
  mayType?(
    asked: { db: A['tx']; actor: A['actor'] } & HasId<F, K, { id: string }>,
  ): Promise<true | Refusal> | true | Refusal
  /** Whether the topic has presence signals; `also`: its subscribers count towards that topic's presence too. */
  presence?: true | { also: Topic<F | Used<F>> }
  /** The topic's state, the same for every subscriber. */
  snapshot: ReadPart<F, A, K>
}

/** Which logged events, in the table and in memory, become void or change with a new event. */
export interface EventRules<D> {
  /** The subject whose content the event carries: forgetting the subject deletes the event. */
  subject?(data: D): string | null
  /** The subject that the event quotes an excerpt of. */
  quotes?(data: D): string | null
  /** The data with a new excerpt of the quoted subject; null: that was deleted. */
  requote?(data: D, excerpt: string | null): D
  /** The subject whose earlier events this event makes void. */
  forgets?(data: D): Forgotten | null
}

export interface Forgotten {
  subject: string
  /** All events of this topic are void too. */
  topic?: string
  /** The subject's new excerpt in events that quote it; null: none. Without it they stay as they are. */
  excerpt?: string | null
}

export interface ServerRules<F, A extends App> {
  commands: { [C in CommandName<F>]: Handler<F, A, C> }
  topics: { [K in Kind<F>]: TopicRules<F, A, K> }
  /** What this feature adds to the snapshots of topics of features that it uses. */
  adds: { [K in AddedKind<F>]: ReadPart<F, A, K> }
  /** The reader's private state; `shown`: the snapshots that the same request reads. */
  own: [Own<F>] extends [never]
    ? unknown
    : (asked: { db: A['tx']; reader: A['actor']; shown: Shown<F | Used<F>> }) => Promise<Own<F>>
  events: { [E in EventName<F>]?: EventRules<Data<F, E>> }
  /** Handlers of external changes, by table. A table comes after those that its rows belong to. */
  externalChanges: { [table: string]: ExternalChanges<F, A> }
}

/**
 * Handles changes that other programs made to one table. The notes only say that a row changed; its current state must be
 * read from the row, locked first.
 */
export interface ExternalChanges<F, A extends App> {
  /** The columns that the table's triggers note: those that identify the row and the rows it belongs to. */
  readonly keys: readonly string[]
  /** Publishes and updates what a command would have for the same change. */
  take(notes: readonly Note[], writing: Writing<F, A>): Promise<void>
}

/** A feature with its server side. */
export interface FeatureServer<F extends Feature, A extends App> {
  readonly feature: F
  readonly app?: A
  readonly rules: unknown
  readonly reactions: readonly Reaction[]
  /** Adds a reaction to a hook, run in the calling transaction: for one `call`, or for all data that a group gathered. */
  on<D>(
    hook: DirectHook<D>,
    react: (data: readonly D[], writing: Writing<F, A, Statements>) => Promise<void>,
  ): FeatureServer<F, A>
  on<D>(
    hook: Hook<D>,
    react: (data: readonly D[], writing: Writing<F, A>) => Promise<void>,
  ): FeatureServer<F, A>
}

export interface Reaction {
  readonly hook: string
  react(data: readonly unknown[], writing: unknown): Promise<void>
}

/** All that the engine needs of a database. */
export interface Database<Tx> {
  /** For reading outside of a transaction. */
  readonly reader: Tx
  /** Commits all that `work` did, or nothing of it. */
  transaction<R>(work: (tx: Tx) => Promise<R>): Promise<R>
  /** Runs the engine's own SQL in the feature's transaction. */
  statements(tx: Tx): Statements
}

type DefineServer<A extends App> = <F extends Feature>(
  feature: F,
  rules: DefinitionOf<F, ServerRules<F, A>>,
) => FeatureServer<F, A>

/** Binds the types that a whole app shares: `export const defineServer = serverFor<typeof database, Person>()`. */
export function serverFor<D, Person extends Actor = Actor>(): DefineServer<{
  tx: D extends Database<infer Tx> ? Tx : never
  actor: Person
}> {
  return (feature, rules) => serverOf(feature, rules, [])
}

function serverOf<F extends Feature, A extends App>(
  feature: F,
  rules: unknown,
  reactions: readonly Reaction[],
): FeatureServer<F, A> {
  return {
    feature,
    rules,
    reactions,
    on(hook: Hook<unknown>, react: unknown) {
      // Safe: data gathered under a hook's name has the hook's type.
      const reaction = { hook: hook.name, react: react as Reaction['react'] }
      return serverOf<F, A>(feature, rules, [...reactions, reaction])
    },
  }
}
