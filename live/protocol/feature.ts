// `defineFeature`: a feature's part of the protocol. Its commands, its events, and the topics that carry them.
// Handlers, reducers and hooks infer their types from it, as in tRPC (https://trpc.io/docs/concepts):
// the parameter of every type below is the feature itself.
import type { z } from 'zod'
import type { ErrorMessage } from './messages.ts'

/** The part of a zod schema that the types need: comparing whole schemas takes the compiler eight times as long. */
interface Schema {
  readonly _zod: { readonly input: unknown; readonly output: unknown }
}

/** A command. `input`: its fields besides `type` and `ref`. */
interface CommandShape {
  readonly input: Schema
  /** The result in the acknowledgement; default: none. JSON without transforms; only fields of the schema are sent. */
  readonly result?: Schema
}

/** An event. */
interface EventShape {
  /** The kinds of topic that carry it; `user` is one user's private topic `user:<id>`. */
  readonly on: readonly string[]
  /** JSON without transforms; only fields of the schema are sent. */
  readonly data: Schema
  /** Conflation: only the newest event with the same value of this field is sent, or (`true`) the newest of a topic. */
  readonly latest?: PropertyKey | true
}

/** A kind of topic: named `kind`, or `kind:id` with an `id` schema. */
interface TopicShape {
  /** Accepts text: a topic's name is text. */
  readonly id?: Schema & { readonly _zod: { readonly input: string } }
  readonly snapshot: Schema
  /** Events of the features in `uses` that this topic carries too. */
  readonly carries?: readonly string[]
}

/** A feature as both server and client know it. */
export interface Feature {
  readonly name: string
  /** Features whose topics carry this one's events, or whose events this one handles. */
  readonly uses?: readonly Feature[]
  readonly commands?: { readonly [type: string]: CommandShape }
  readonly events?: { readonly [type: string]: EventShape }
  readonly topics?: { readonly [kind: string]: TopicShape }
  /** Fields that it adds to the snapshots of topics of the features in `uses`. */
  readonly adds?: { readonly [kind: string]: Schema }
  /** The viewer's private state: fields of the snapshot of `user:<id>`. */
  readonly own?: Schema
}

/** Type checks of a feature definition: names must exist, and misspelt keys are errors. */
interface Checked<F> {
  commands?: { [C in CommandName<F>]: Only<CommandOf<F, C>, CommandShape> }
  events?: {
    [E in EventName<F>]: Only<EventOf<F, E>, EventShape> & {
      on: readonly (Kind<F | Used<F>> | 'user')[]
      latest?: keyof Data<F, E> | true
    }
  }
  topics?: {
    [K in Kind<F>]: Only<TopicOf<F, K>, TopicShape> & { carries?: readonly EventName<Used<F>>[] }
  }
  adds?: {
    [K in AddedKind<F>]: K extends Kind<Used<F>>
      ? Schema
      : 'no feature in `uses` has this kind of topic'
  }
}
type Only<T, Shape> = { [K in Exclude<keyof T, keyof Shape>]: 'there is no such property' }

/** Defines a feature for both server and client. */
export function defineFeature<const F extends Feature & Checked<F> & Only<F, Feature>>(
  feature: F,
): F {
  return feature
}

// In all types below `F` is one feature or a union of several.
type CommandOf<F, C extends string> = F extends { commands: { readonly [K in C]: infer D } }
  ? D
  : never
type EventOf<F, E extends string> = F extends { events: { readonly [K in E]: infer D } } ? D : never
export type TopicOf<F, K extends string> = F extends { topics: { readonly [P in K]: infer D } }
  ? D
  : never

export type CommandName<F> = F extends { commands: infer C } ? keyof C & string : never
export type EventName<F> = F extends { events: infer E } ? keyof E & string : never
export type Kind<F> = F extends { topics: infer T } ? keyof T & string : never
export type AddedKind<F> = F extends { adds: infer A } ? keyof A & string : never
export type Used<F> = F extends { uses: readonly (infer U)[] } ? U : never

/** The input of a command as the client sends it. */
export type Input<F, C extends string> = z.input<Extract<CommandOf<F, C>, CommandShape>['input']>
/** The input after parsing, as the handler gets it. */
export type Parsed<F, C extends string> = z.output<Extract<CommandOf<F, C>, CommandShape>['input']>
export type Result<F, C extends string> =
  CommandOf<F, C> extends { result: infer R } ? z.output<R> : void
export type Data<F, E extends string> =
  EventOf<F, E> extends { data: infer D } ? z.output<D> : never

/** The names of topics: `'list' | `thing:${string}``. */
export type Topic<F> = F extends { topics: infer T }
  ? {
      [K in keyof T & string]: T[K] extends { id: Schema } ? `${K}:${string}` : K
    }[keyof T & string]
  : never
export type KindOf<T extends string> = T extends `${infer K}:${string}` ? K : T

/** The events of a feature that topics of all these kinds carry. */
export type Carried<F, K extends string> = On<F, K> | Carries<F, K>
type On<F, K extends string> = F extends { events: infer E }
  ? {
      [N in keyof E & string]: E[N] extends { on: readonly (infer O)[] }
        ? [K] extends [O]
          ? N
          : never
        : never
    }[keyof E & string]
  : never
type Carries<F, K extends string> =
  TopicOf<F, K> extends { carries: readonly (infer N extends string)[] } ? N : never

/** One feature's part of the snapshot of a topic of this kind. */
export type Part<F, K extends string> = F extends
  | { topics: { readonly [P in K]: { snapshot: infer S } } }
  | { adds: { readonly [P in K]: infer S } }
  ? z.output<S>
  : never
/** One feature's private state of the viewer. */
export type Own<F> = F extends { own: infer O } ? z.output<O> : never

type Together<U> = (U extends unknown ? (part: U) => void : never) extends (all: infer A) => void
  ? A
  : never
/** A topic's state: the parts of all features, merged. */
export type SnapshotOf<F, T extends string> = Together<Part<F, KindOf<T>>>

/** A topic's state at a cursor. A page begins with it and applies the events after the cursor. */
export interface Snapshot<F, T extends string> {
  topic: T
  cursor: string
  state: SnapshotOf<F, T>
}

/** A command on the wire; the same `ref` of the same actor runs once. */
export type CommandFor<F, C extends string = CommandName<F>> = {
  [K in C]: { type: K; ref: string } & Parsed<F, K>
}[C]
/** An event of the log as clients see it. */
export type EventFor<F, E extends string = EventName<F>> = {
  [K in E]: { id: string; topic: string; type: K; at: string; data: Data<F, K> }
}[E]
export type AckFor<F, C extends string = CommandName<F>> = {
  [K in C]: { type: 'ack'; ref: string; cursor: string; result: Result<F, K> }
}[C]
export type AnswerFor<F, C extends string = CommandName<F>> = AckFor<F, C> | ErrorMessage

/** Deferred until `F` is known, so that it gives types to the definition's functions. Empty properties are optional. */
export type DefinitionOf<F, D> = [F] extends [never]
  ? never
  : { [K in keyof D as {} extends D[K] ? never : K]: D[K] } & {
      [K in keyof D as {} extends D[K] ? K : never]?: D[K]
    }
