// The features' command handlers, event schemas and hook reactions, registered for lookup by name.
import type { Feature } from '../../protocol/feature.ts'
import { stripper } from '../../protocol/strip.ts'
import type { Strip } from '../../protocol/strip.ts'
import type { Rate } from '../../../platform/limits.ts'
import { KnownEvents } from '../log/event-rules.ts'
import type { Intent } from './intent.ts'

/** A handler without its types, which `defineServer` has checked. */
export interface AnyHandler {
  rate?: Rate
  lane?: string
  keep?(result: unknown): string
  recall?(asked: object): unknown
  run?(asked: object): Promise<unknown>
  runMany?(intents: readonly Intent[], writing: unknown): Promise<readonly unknown[]>
  runDirectly?(intents: readonly Intent[], writing: unknown): Promise<readonly unknown[]>
}

export interface KnownCommand {
  readonly handler: AnyHandler
  /** Commands of one lane share transactions; null: each has its own. */
  readonly lane: string | null
  readonly stripResult: Strip
}

type React = (data: readonly unknown[], writing: unknown) => Promise<void>

export interface Registry {
  readonly events: KnownEvents
  /** Throws when there is no such command. */
  command(type: string): KnownCommand
  /** A function that removes fields from an event's data that its schema does not have. Throws for unknown events. */
  stripEvent(type: string): Strip
  reactionsTo(hook: string): readonly React[]
}

/** A feature with its rules and hook reactions. */
export interface Registered {
  readonly feature: Feature
  readonly rules: unknown
  readonly reactions: readonly { hook: string; react: React }[]
}

/** Throws when a command has no handler. */
export function registryOf(servers: readonly Registered[]): Registry {
  const commands = new Map<string, KnownCommand>()
  const events = new Map<string, Strip>()
  const reactions = new Map<string, React[]>()
  for (const { feature, rules, reactions: own } of servers) {
    const { commands: handlers = {} } = rules as { commands?: Record<string, AnyHandler> }
    for (const [type, { result }] of Object.entries(feature.commands ?? {})) {
      const handler = handlers[type]
      if (!handler) throw new Error(`Nothing handles the command "${type}" of ${feature.name}.`)
      const lane = handler.run ? null : (handler.lane ?? type)
      const stripResult = result ? stripper(result) : () => ({})
      commands.set(type, { handler, lane, stripResult })
    }
    for (const [type, { data }] of Object.entries(feature.events ?? {})) {
      events.set(type, stripper(data))
    }
    for (const { hook, react } of own) {
      reactions.set(hook, [...(reactions.get(hook) ?? []), react])
    }
  }
  return {
    events: new KnownEvents(servers),
    command: (type) => found(commands, type, 'command'),
    stripEvent: (type) => found(events, type, 'event'),
    reactionsTo: (hook) => reactions.get(hook) ?? [],
  }
}

function found<T>(known: ReadonlyMap<string, T>, type: string, what: string): T {
  const value = known.get(type)
  if (value === undefined) throw new Error(`There is no ${what} "${type}".`)
  return value
}
