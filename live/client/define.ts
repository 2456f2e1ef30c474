// What a feature shows in the browser: how its state is moved by events, laid down by snapshots, and shown ahead of
// the answer. Typed from the feature; of the feature itself only its name is needed here, so that no schema reaches
// the browser.
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

/** The features that a feature stands on, near and far. */
export type Below<F> =
  Used<F> extends infer U ? ([U] extends [never] ? never : U | Below<U>) : never

/** What a feature's state may know of the page that it is in. `A`: what the app's people have beside their ids. */
export interface Kit<A extends Actor = Actor> {
  /** Notes that what a key stands for is different now: whoever reads it reads again. */
  touch(key: string): void
  /** Who reads, as they are called now. */
  viewer(): A | null
  /** The viewer is called otherwise now. */
  renameViewer(viewer: A): void
  /** Whether anything on the page needs the topic. */
  isFollowed(topic: string): boolean
  /** Whether the topic's events are arriving, so that what the state holds is kept up by them. */
  isCovered(topic: string): boolean
  /** Ids of what was deleted; ids do not come back, so a late event or an old page cannot revive one. */
  readonly deleted: Set<string>
  /** The state of a feature that this one stands on. */
  stateOf<S>(client: StateOf<S>): S
}

/** Names a feature's state. `types` is there for the compiler alone. */
export interface StateOf<S> {
  readonly name: string
  readonly types?: { readonly state: S }
}

/** The circumstances of an event. */
export interface Occurrence {
  /** Its cursor; of what an answer has said before its event came, the command's ref. */
  id: string
  /** Null where an answer has said it. */
  topic: string | null
  at: string
}

/** The other parts of the snapshots that a reader's own state came with. */
export interface Together<F> {
  has(topic: string): boolean
  /** The parts of all topics of a kind. */
  of<K extends Kind<F>>(kind: K): Part<F, K>[]
}

export interface TopicRefusal {
  code: ErrorCode
  /** Nobody is signed in any more: nothing is known of what only people see. */
  isSignedOut: boolean
}

/** What is known of a command whose answer or event is waited for. */
export interface Waiting {
  ref: string
  /** Its answer has come. */
  answered: boolean
}

/** Who sent a command, and when. */
export interface Sender<A extends Actor> {
  ref: string
  actor: A
  at: string
}

/** What the client does with a command on its way. `I`: its input, `R`: its result. */
interface CommandRule<F, I, R> {
  /** What it is about; commands about the same thing are never under way side by side. Without it: its type. */
  subject?(input: I): string
  /** It takes away what those before it need: it goes when they have been answered. */
  endsAll?: true
  /** Refused, it stays with its sentence until its author sends it again or gives it up. */
  keepsWords?: true
  /** Nobody asked for it: a refusal is no notice. */
  quiet?: true
  /** The keys of what it shows differently, for state that touches its own. */
  keys?(input: I): string[]
  /** Whether it stays shown after its answer, until its event has come. */
  awaits?(result: R): boolean
  /** Takes it off when an event has come that says what it did. */
  endedBy?: { [E in EventName<F>]?: (data: Data<F, E>, input: I, waiting: Waiting) => boolean }
  /** Whether an event is its own and came before its answer: the state has it already. Each event is that of one. */
  landedBy?: { [E in EventName<F>]?: (data: Data<F, E>, input: I, viewerId: string) => boolean }
}

// `N` is what a rule returns: of pure state the next one, of a part nothing.
type Reduce<F, S, N, A extends Actor> = {
  [E in EventName<F>]: (state: S, data: Data<F, E>, event: Occurrence, kit: Kit<A>) => N
}
/** The events whose data is what a command's result is. */
type SaidBy<F, R> = { [E in EventName<F>]: R extends Data<F, E> ? E : never }[EventName<F>]

/** What a feature's rules are, whichever kind of state it has. */
interface Rules<F, S, N, A extends Actor> {
  /** Of every own event; those of features below where they matter. */
  reduce: Reduce<F, S, N, A> & Partial<Reduce<Below<F>, S, N, A>>
  /** Takes a snapshot as the truth in place of a history that is lost; `own` also what a page knew at first. */
  restore: {
    [K in Kind<F> | AddedKind<F>]: (state: S, part: Part<F, K>, id: string, kit: Kit<A>) => N
  } & ([Own<F>] extends [never]
    ? unknown
    : { own(state: S, own: Own<F>, together: Together<F | Below<F>>, kit: Kit<A>): N })
  /** What the answer says before its event comes: in the words of an event, or by itself. Twice does no harm. */
  confirm: {
    [C in CommandName<F>]?:
      | SaidBy<F | Below<F>, Result<F, C>>
      | ((state: S, result: Result<F, C>, input: Parsed<F, C>, kit: Kit<A>) => N)
  }
  /** Lets go of what only this topic kept up. */
  release: { [K in Kind<F | Below<F>>]?: (state: S, id: string, kit: Kit<A>) => N }
  /** What it means that the server refuses a topic, or takes it away. */
  refused: {
    [K in Kind<F | Below<F>>]?: (state: S, id: string, refusal: TopicRefusal, kit: Kit<A>) => N
  }
  commands: { [C in CommandName<F>]?: CommandRule<F, Parsed<F, C>, Result<F, C>> }
  /** Whose words an event brings: they type no longer. */
  said: { [E in EventName<F>]?: (data: Data<F, E>) => string }
}

/** Each rule returns the next state, and the same when nothing is new; the key that is the feature's name is touched. */
interface PureRules<F, S, A extends Actor> extends Rules<F, S, S, A> {
  /** What a command shows until it is answered. */
  optimistic: {
    [C in CommandName<F>]?: (state: S, input: Parsed<F, C>, sender: Sender<A>) => S
  }
}

/** What goes along with the state while the page is live. */
interface Accompanied<S> {
  companion?(state: NoInfer<S>, tools: CompanionTools): Companion
}
/** What a feature with pure state says. */
export type PureDefinition<F, S, A extends Actor> = Accompanied<S> & {
  /** What it begins with. */
  state: S
} & DefinitionOf<F, PureRules<F, NoInfer<S>, A>>

/**
 * What a feature says whose state is changed in place, and touches keys of its own: it has many things, each shown by
 * itself. Its unanswered commands are laid over it where it is read.
 */
export type PartDefinition<F, P, A extends Actor> = Accompanied<P> & {
  part: (kit: Kit<A>) => P
} & DefinitionOf<F, Rules<F, NoInfer<P>, void, A>>

/** A feature in the browser. */
export interface FeatureClient<F, S> extends StateOf<S> {
  readonly rules: AnyRules
  readonly types?: { readonly feature: F; readonly state: S }
}
export type AnyClient = FeatureClient<unknown, unknown>

/** Each feature of a list has its client at its place. */
export type ClientsOf<Features extends readonly unknown[]> = {
  readonly [I in keyof Features]: FeatureClient<Features[I], unknown>
}

type Rule = (state: unknown, data: unknown, more: unknown, kit: unknown) => unknown
type Table<T = Rule> = { readonly [name: string]: T | undefined }

/** The rules of any feature, as they are looked up by type. */
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

/** Binds what people have beside their ids; call it once in an app. */
export function clientWith<A extends Actor>() {
  // What was checked by name and type is looked up by name from here on.
  const client = (name: string, rules: unknown) => ({ name, rules: rules as AnyRules })
  return {
    /** `F`: the feature, by its type alone. */
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
