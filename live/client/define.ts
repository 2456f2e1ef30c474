// `clientFor` and `partFor`: a feature's browser side. Reducers for events, restoring from snapshots, and optimistic
// updates. Typed from the feature, but at run time only its name is used, so that no schema is sent to the browser.
import type { ErrorCode } from '../../platform/errors.ts'
import type { Actor } from '../protocol/actor.ts'
import type {
  AddedKind,
  CommandName,
  Data,
  DefinitionOf,
  EventName,
  Feature,
  Kind,
  Own,
  Parsed,
  Part,
  Result,
  Used,
} from '../protocol/feature.ts'
import type { Companion, CompanionTools } from './companion.ts'

/** The features that a feature uses, directly or indirectly. */
export type Below<F> =
  Used<F> extends infer U ? ([U] extends [never] ? never : U | Below<U>) : never

/** The page's services for a feature's state. `A`: the app's type of user. */
export interface Kit<A extends Actor = Actor> {
  /** Marks a key's value as changed, so that its subscribers read it again. */
  touch(key: string): void
  /** The viewer, with the current name. */
  viewer(): A | null
  /** Replaces the viewer after a change of the name. */
  renameViewer(viewer: A): void
  /** Whether anything on the page subscribes to the topic. */
  isFollowed(topic: string): boolean
  /** Whether the topic's events are arriving, so that they keep the state current. */
  isCovered(topic: string): boolean
  /** Ids of deleted objects. Ids are never reused, so late events and old snapshots of them can be ignored. */
  readonly deleted: Set<string>
  /** The state of a feature that this one uses. */
  stateOf<S>(client: StateOf<S>): S
}

/** Names a feature's state. `types` exists for the compiler only. */
export interface StateOf<S> {
  readonly name: string
  readonly types?: { readonly state: S }
}

/** An event's metadata. */
export interface Occurrence {
  /** The event's cursor; for data from an answer, the command's ref. */
  id: string
  /** Null for data from an answer. */
  topic: string | null
  at: string
}

/** The snapshots that came in the same response as the viewer's private state. */
export interface Together<F> {
  has(topic: string): boolean
  /** The snapshots of all topics of a kind. */
  of<K extends Kind<F>>(kind: K): Part<F, K>[]
}

export interface TopicRefusal {
  code: ErrorCode
  /** The viewer is signed out: state that needs a sign-in must be dropped. */
  isSignedOut: boolean
}

/** A command whose answer or event has not come yet. */
export interface Waiting {
  ref: string
  /** Whether its answer has come. */
  answered: boolean
}

/** A command's actor, ref and time. */
export interface Sender<A extends Actor> {
  ref: string
  actor: A
  at: string
}

/** How the client handles a pending command. `I`: its input, `R`: its result. */
interface CommandRule<F, I, R> {
  /** What the command is about: commands with the same subject are sent one after the other. Default: its type. */
  subject?(input: I): string
  /** Sent only when all earlier commands are answered, as it removes what they need (e.g. sign-out). */
  endsAll?: true
  /** When refused, it stays on the page with its error until the viewer retries or discards it. */
  keepsWords?: true
  /** Sent without the viewer's doing: an error shows no notice. */
  quiet?: true
  /** The keys whose display it changes, for state that touches keys of its own. */
  keys?(input: I): string[]
  /** Whether the optimistic change stays after the answer, until the event has come. */
  awaits?(result: R): boolean
  /** Whether an event has the command's effect, so that the optimistic change is dropped. */
  endedBy?: { [E in EventName<F>]?: (data: Data<F, E>, input: I, waiting: Waiting) => boolean }
  /** Whether an event is this command's and came before its answer, so the state has its effect. One command per event. */
  landedBy?: { [E in EventName<F>]?: (data: Data<F, E>, input: I, viewerId: string) => boolean }
}

// `N` is what a rule returns: the next state for pure state, nothing for a part.
type Reduce<F, S, N, A extends Actor> = {
  [E in EventName<F>]: (state: S, data: Data<F, E>, event: Occurrence, kit: Kit<A>) => N
}
/** The events whose data has the type of a command's result. */
type SaidBy<F, R> = { [E in EventName<F>]: R extends Data<F, E> ? E : never }[EventName<F>]

/** The rules of a feature, for both kinds of state. */
interface Rules<F, S, N, A extends Actor> {
  /** A reducer for each of the feature's events, and for events of used features where needed. */
  reduce: Reduce<F, S, N, A> & Partial<Reduce<Below<F>, S, N, A>>
  /** Replaces the state with a snapshot, e.g. after a lost history; `own` also gets the page's initial private state. */
  restore: {
    [K in Kind<F> | AddedKind<F>]: (state: S, part: Part<F, K>, id: string, kit: Kit<A>) => N
  } & ([Own<F>] extends [never]
    ? unknown
    : { own(state: S, own: Own<F>, together: Together<F | Below<F>>, kit: Kit<A>): N })
  /** Applies an answer before its event comes: by an event's reducer, or by a function. Must be idempotent. */
  confirm: {
    [C in CommandName<F>]?:
      | SaidBy<F | Below<F>, Result<F, C>>
      | ((state: S, result: Result<F, C>, input: Parsed<F, C>, kit: Kit<A>) => N)
  }
  /** Drops state that only this topic kept current. */
  release: { [K in Kind<F | Below<F>>]?: (state: S, id: string, kit: Kit<A>) => N }
  /** Updates the state when the server refuses a topic, or ends access to it. */
  refused: {
    [K in Kind<F | Below<F>>]?: (state: S, id: string, refusal: TopicRefusal, kit: Kit<A>) => N
  }
  commands: { [C in CommandName<F>]?: CommandRule<F, Parsed<F, C>, Result<F, C>> }
  /** The id of the user whose message an event carries: their typing signal ends. */
  said: { [E in EventName<F>]?: (data: Data<F, E>) => string }
}

/** Each rule returns the next state, or the same object without a change. The touched key is the feature's name. */
interface PureRules<F, S, A extends Actor> extends Rules<F, S, S, A> {
  /** The state with a command's expected effect, shown until its answer. */
  optimistic: {
    [C in CommandName<F>]?: (state: S, input: Parsed<F, C>, sender: Sender<A>) => S
  }
}

/** Rules with an optional companion (see companion.ts). */
interface Accompanied<S> {
  companion?(state: NoInfer<S>, tools: CompanionTools): Companion
}
/** The definition of a feature with pure (immutable) state. */
export type PureDefinition<F, S, A extends Actor> = Accompanied<S> & {
  /** The initial state. */
  state: S
} & DefinitionOf<F, PureRules<F, NoInfer<S>, A>>

/**
 * The definition of a feature whose state is mutated in place and touches keys of its own: for many objects, each
 * rendered by itself. Its components apply unanswered commands when they read it.
 */
export type PartDefinition<F, P, A extends Actor> = Accompanied<P> & {
  part: (kit: Kit<A>) => P
} & DefinitionOf<F, Rules<F, NoInfer<P>, void, A>>

/** A feature's browser side. */
export interface FeatureClient<F, S> extends StateOf<S> {
  readonly rules: AnyRules
  readonly types?: { readonly feature: F; readonly state: S }
}
export type AnyClient = FeatureClient<unknown, unknown>

/** The clients of a list of features, in the same order. */
export type ClientsOf<Features extends readonly unknown[]> = {
  readonly [I in keyof Features]: FeatureClient<Features[I], unknown>
}

type Rule = (state: unknown, data: unknown, more: unknown, kit: unknown) => unknown
type Table<T = Rule> = { readonly [name: string]: T | undefined }

/** The rules of any feature, without its types. */
export interface AnyRules {
  readonly state?: unknown
  readonly part?: (kit: unknown) => unknown
  readonly reduce?: Table
  readonly restore?: Table
  readonly optimistic?: Table<(state: unknown, input: unknown, sender: unknown) => unknown>
  readonly confirm?: Table<Rule | string>
  readonly release?: Table<(state: unknown, id: string, kit: unknown) => unknown>
  readonly refused?: Table
  readonly commands?: Table<AnyCommandRule>
  readonly said?: Table<(data: unknown) => string>
  readonly companion?: (state: unknown, tools: CompanionTools) => Companion
}
export interface AnyCommandRule {
  readonly subject?: (input: unknown) => string
  readonly endsAll?: true
  readonly keepsWords?: true
  readonly quiet?: true
  readonly keys?: (input: unknown) => string[]
  readonly awaits?: (result: unknown) => boolean
  readonly endedBy?: Table<(data: unknown, input: unknown, waiting: Waiting) => boolean>
  readonly landedBy?: Table<(data: unknown, input: unknown, viewerId: string) => boolean>
}

/** Binds the app's type of user; call it once in an app. */
export function clientWith<A extends Actor>() {
  // Safe: the definition was checked against the feature's types.
  const client = (name: string, rules: unknown) => ({ name, rules: rules as AnyRules })
  return {
    /** `F`: the feature's type. */
    clientFor:
      <F extends Feature>(name: F['name']) =>
      <S>(definition: PureDefinition<F, S, A>): FeatureClient<F, S> =>
        client(name, definition),
    partFor:
      <F extends Feature>(name: F['name']) =>
      <P>(definition: PartDefinition<F, P, A>): FeatureClient<F, P> =>
        client(name, definition),
  }
}
