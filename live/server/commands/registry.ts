// What features do on the server when they are asked for a change, looked up by the type of the command.
import type { Feature } from '../../protocol/feature.ts'
import { stripper } from '../../protocol/strip.ts'
import type { Strip } from '../../protocol/strip.ts'
import type { Rate } from '../../../platform/limits.ts'
import { KnownEvents } from '../log/event-rules.ts'
import type { Intent } from './intent.ts'

/** A handler as the runner sees it: what its types say was checked where it was defined. */
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
  /** Commands of one lane share transactions; null: it has one of its own. */
  readonly lane: string | null
  readonly stripResult: Strip
}

type React = (data: readonly unknown[], writing: unknown) => Promise<void>

export interface Registry {
  readonly events: KnownEvents
  /** Throws when there is no such command. */
  command(type: string): KnownCommand
  /** What takes off of an event's data all that its schema does not name. Throws when there is no such event. */
  stripEvent(type: string): Strip
  reactionsTo(hook: string): readonly React[]
}

/** A feature with what it registers for the runner. */
export interface Registered {
  readonly feature: Feature
  readonly rules: unknown
  readonly reactions: readonly { hook: string; react: React }[]
}

/** Throws when a command has no handler, or a handler no command. */
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
