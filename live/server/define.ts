// What a feature does on the server: its commands, who may follow its topics and what they hold, whose words its events
// carry, and what it means when rows are changed around the app.
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

/** What is one for a whole app: whose transactions, and who acts and reads. */
export interface App {
  tx: unknown
  actor: Actor
}

/** Lets other features act in the transaction in which something happens, unknown to the one that says so. */
export interface Hook<D> {
  readonly name: string
  readonly data?: D
}

export function defineHook<D>(name: string): Hook<D> {
  return { name }
}

/** A hook whose reactions need SQL alone, so that handlers which run directly may use it too. */
export interface DirectHook<D> extends Hook<D> {
  readonly isDirect: true
}

export function defineDirectHook<D>(name: string): DirectHook<D> {
  return { name, isDirect: true }
}

type HookIn<A extends App, Tx, D> = Tx extends A['tx'] ? Hook<D> : DirectHook<D>

/** What whoever writes can do. Rows, events and what hooks do are committed together. */
export interface Writing<F, A extends App, Tx = A['tx']> {
  readonly tx: Tx
  /** Appends an event behind those that were published before, in this transaction. */
  publish<
    T extends Topic<F | Used<F>> | `user:${string}`,
    E extends Carried<F | Used<F>, KindOf<T>>,
  >(
    topic: T,
    type: E,
    data: Data<F | Used<F>, E>,
  ): void
  /** Takes what was said about these subjects out of the log, and all that was said on these topics. */
  forget(subjects: readonly string[], topics?: readonly string[]): Promise<void>
  /** Gives what quotes a subject another excerpt of it in the log; null: none. `by`: the subjects that may quote it. */
  requote(subject: string, by: readonly string[], excerpt: string | null): Promise<void>
  /** Runs what others do about it, now. */
  call<D>(hook: HookIn<A, Tx, D>, data: D): Promise<void>
  /** The same, once for all of a group: after its commands, before the events are appended. */
  gather<D>(hook: HookIn<A, Tx, D>, data: D): void
  /** The same transaction, typed as another feature writes in it: for the functions that its `hooks.ts` offers. */
  as<G extends Feature>(feature: G): Writing<G, A, Tx>
}

/** A command with the person who gave it. */
export interface Intent<F, A extends App, C extends string> {
  readonly actor: A['actor']
  readonly input: Parsed<F, C>
  readonly ref: string
}
export type Outcome<F, C extends string> = Result<F, C> | Refusal

interface Answering<F, A extends App, C extends string> {
  /** Beside the limit of all commands together. */
  rate?: Rate
  /**
   * The id that leads to what the result shows, kept in place of the result: words, names and keys would outlive their
   * deletion. Without it all of the result is kept, and answered again as it was.
   */
  keep?(result: Result<F, C>): string
  /** The result again, as it is now; null: it is gone, or the person may not see it any more. */
  recall?(
    asked: { db: A['tx']; id: string } & Intent<F, A, C>,
  ): Promise<Result<F, C> | null> | Result<F, C> | null
}

/**
 * `run` does one command in a transaction of its own. `runMany` does all of its type in a group with a few set-based
 * statements: an outcome for each, in order; a refused one has changed nothing. Throwing fails the group, whose commands
 * are then tried one by one. `runDirectly` is the same in SQL alone, for what is done most. `lane`: commands of one lane
 * share transactions; without it those of one type.
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
/** Null: there is no such thing. */
type ReadPart<F, A extends App, K extends string> = (
  asked: { db: A['tx'] } & HasId<F | Used<F>, K, { id: string }>,
) => Promise<Part<F, K> | null>

/** All of them or none, or the ids that may be followed. */
export type Allowed = boolean | Iterable<string>

/** Snapshots that are read in one request, by the kind of their topic. */
type Shown<F> = { readonly [K in Kind<F>]?: readonly Part<F, K>[] }

export interface TopicRules<F, A extends App, K extends string> {
  /** Whether, or which of these ids, this reader may follow now. Asked before and after joining, and at every replay. */
  mayFollow(
    asked: { db: A['tx']; reader: A['actor'] | null } & HasId<F, K, { ids: readonly string[] }>,
  ): Allowed | Promise<Allowed>
  /** Why others may not; `not_found` without it, so that nobody learns what there is. */
  refusal?: 'forbidden' | 'not_found'
  /** Whoever is not signed in is told to do so. */
  forAccounts?: true
  /** It may be taken from somebody who follows it: what they are told then, as a sentence. */
  ended?: string
  /** The event that says that its thing is gone: nobody follows it any longer. */
  endsWith?: Carried<F | Used<F>, K>
  /** Whether somebody who may follow it may say that they type there, or why not; without it nobody types there. */
  mayType?(
    asked: { db: A['tx']; actor: A['actor'] } & HasId<F, K, { id: string }>,
  ): Promise<true | Refusal> | true | Refusal
  /** Whether it is told who follows it; `also`: who does is counted on that topic too. */
  presence?: true | { also: Topic<F | Used<F>> }
  /** The same for all who may follow it. */
  snapshot: ReadPart<F, A, K>
}

/** What an event means for the words that the log, and what memory holds of it, have already. */
export interface EventRules<D> {
  /** Whose words it carries: when that subject is forgotten, so is the event. */
  subject?(data: D): string | null
  /** The subject of which it shows an excerpt. */
  quotes?(data: D): string | null
  /** The same data with another excerpt of what it quotes; null: that is gone. */
  requote?(data: D, excerpt: string | null): D
  /** Whose earlier words are void with it. */
  forgets?(data: D): Forgotten | null
}

export interface Forgotten {
  subject: string
  /** All that was said on this topic is void too. */
  topic?: string
  /** What is quoted of the subject from now on; null: nothing. Without it what quotes it stays. */
  excerpt?: string | null
}

export interface ServerRules<F, A extends App> {
  commands: { [C in CommandName<F>]: Handler<F, A, C> }
  topics: { [K in Kind<F>]: TopicRules<F, A, K> }
  /** What this feature tells of topics of those that it uses. */
  adds: { [K in AddedKind<F>]: ReadPart<F, A, K> }
  /** What only this reader sees; `shown`: the snapshots that are read in the same request. */
  own: [Own<F>] extends [never]
    ? unknown
    : (asked: { db: A['tx']; reader: A['actor']; shown: Shown<F | Used<F>> }) => Promise<Own<F>>
  events: { [E in EventName<F>]?: EventRules<Data<F, E>> }
  /** What it means when rows of these tables are changed around the app. What something belongs to stands before it. */
  externalChanges: { [table: string]: ExternalChanges<F, A> }
}

/**
 * The rows of one table that somebody else than the app has changed. The notes say that something happened; the rows, which
 * are held first, say how things are now.
 */
export interface ExternalChanges<F, A extends App> {
  /** The columns that say which row it is and whom it concerns, as the table's triggers note them. */
  readonly keys: readonly string[]
  /** Makes of the notes what a command would have made of the change. */
  take(notes: readonly Note[], writing: Writing<F, A>): Promise<void>
}

/** A feature's server side, beside the feature. */
export interface FeatureServer<F extends Feature, A extends App> {
  readonly feature: F
  readonly app?: A
  readonly rules: unknown
  readonly reactions: readonly Reaction[]
  /** Reacts to a hook, in its transaction: to one call, or to all that a group has gathered. */
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

/** All that the engine asks of a database. */
export interface Database<Tx> {
  /** For reading outside of a transaction. */
  readonly reader: Tx
  /** Commits all that `work` did, or nothing of it. */
  transaction<R>(work: (tx: Tx) => Promise<R>): Promise<R>
  /** The engine's own statements in the same transaction as the feature's. */
  statements(tx: Tx): Statements
}

type DefineServer<A extends App> = <F extends Feature>(
  feature: F,
  rules: DefinitionOf<F, ServerRules<F, A>>,
) => FeatureServer<F, A>

/** Binds what is one for a whole app: `export const defineServer = serverFor<typeof database, Person>()`. */
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
      // What was gathered under a hook's name is what its type says.
      const reaction = { hook: hook.name, react: react as Reaction['react'] }
      return serverOf<F, A>(feature, rules, [...reactions, reaction])
    },
  }
}
