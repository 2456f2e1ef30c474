// `createLive`: combines an app's features into one object for its pages, server actions and HTTP server.
import { randomUUID } from 'node:crypto'
import type { Server } from 'node:http'
import { createLogger } from '../../platform/logger.ts'
import type { Logger } from '../../platform/logger.ts'
import { Refusal } from '../../platform/errors.ts'
import { shared } from '../../platform/shared.ts'
import type { Actor } from '../protocol/actor.ts'
import type {
  AnswerFor,
  CommandName,
  Feature,
  Input,
  Own,
  Snapshot,
  Topic,
} from '../protocol/feature.ts'
import { userKind } from '../protocol/topics.ts'
import type { OwnDatabase } from './databases.ts'
import type { Registered } from './commands/registry.ts'
import type { App } from './define.ts'
import { attachLive } from './attach.ts'
import type { Site } from './attach.ts'
import { startEngine } from './engine.ts'
import type { Engine } from './engine.ts'

export interface LiveOptions<S, A extends App> extends Site {
  /** A feature comes after those that it uses. */
  features: S
  database: OwnDatabase<A['tx']>
  /** The user who sent a request, by its headers. Without it every visitor may act, anonymously. */
  identify?: (headers: Headers) => Promise<A['actor'] | null>
  /** The headers of the current server action's request: `headers` of next/headers. */
  headers?: () => Promise<Headers>
  logger?: Logger
}

/** One server process: the log, the hub and the transports for the app's features. */
export interface LiveApp<F extends Feature, A extends App> {
  /** Handles all requests below /live/ on this server, before its own listeners. */
  attach(server: Server): void
  /** A topic's current state. Throws a Refusal when it does not exist or the reader may not subscribe to it. */
  snapshot<T extends Topic<F>>(topic: T, reader?: A['actor'] | null): Promise<Snapshot<F, T>>
  /** The reader's private state of one feature, now. */
  own<N extends F['name']>(feature: N, reader: A['actor']): Promise<Own<Extract<F, { name: N }>>>
  /** Runs one command; errors are in the answer. */
  execute<C extends CommandName<F>>(
    actor: A['actor'],
    command: { type: C; ref: string } & Input<F, C>,
  ): Promise<AnswerFor<F, C>>
  /** A server action for a form whose fields are the command's input. Throws a Refusal. */
  action(command: CommandName<F>): (form: FormData) => Promise<void>
  /** The same for useActionState: instead of throwing, it returns the sentence to show, and what was typed. */
  formAction(command: CommandName<F>): (state: FormResult, form: FormData) => Promise<FormResult>
  /** Closes the streams, whose clients reconnect to another node, and finishes the commands in progress. */
  close(): Promise<void>
}

/** `problem`: a sentence for the user, null after success. `values`: the form's text fields after a refusal. */
export interface FormResult {
  problem: string | null
  values: Readonly<Record<string, string>>
}

type FeatureOf<S> = S extends { feature: infer F extends Feature } ? F : never
type AppOf<S> = S extends { readonly app?: infer A extends App } ? A : never

/** The process's engine; `starting` is empty until it is first needed, and again after a start that failed. */
interface Running {
  names: string
  starting: Promise<Engine> | null
}

// Next bundles pages and server separately, so this module loads twice: both copies share one engine.
const running = shared<Running>('engine')

/** Combines features over a database. Connects on first use. */
export function createLive<const S extends readonly Registered[]>(
  options: LiveOptions<S, AppOf<S[number]>>,
): LiveApp<FeatureOf<S[number]>, AppOf<S[number]>> {
  const { features, database, identify, headers, logger = createLogger('info') } = options
  const names = features.map(({ feature }) => feature.name).join(', ')
  const started = (): Promise<Engine> => {
    const engine = running.useOr(() => ({ names, starting: null }))
    if (engine.names !== names) {
      throw new Error(`This process has an engine already, with other features: ${engine.names}.`)
    }
    engine.starting ??= startEngine({ features, database, identify, logger }).catch((error) => {
      engine.starting = null
      logger.error({ err: error as unknown }, 'the live engine could not start')
      throw error
    })
    return engine.starting
  }

  /** The user of the current server action. */
  const currentActor = async (): Promise<Actor | null> => {
    if (!identify) return { id: randomUUID() }
    return headers ? identify(await headers()) : null
  }
  const run = async (actor: Actor, command: object): Promise<AnswerFor<Feature>> => {
    const { live } = await started()
    // The feature's types say what the answer holds.
    return (await live.commands.run(actor, command)) as AnswerFor<Feature>
  }

  const runForm = async (type: string, form: FormData): Promise<AnswerFor<Feature>> => {
    const actor = await currentActor()
    const ref = randomUUID()
    if (actor) return run(actor, { ref, ...textsOf(form), type })
    return { type: 'error', ref, code: 'unauthenticated', message: 'Sign in to do this.' }
  }

  return {
    attach(server) {
      attachLive(server, started, options)
    },
    async snapshot(topic, reader = null) {
      const { live } = await started()
      const parsed = live.protocol.readTopic(topic)
      if (!parsed) throw new Refusal('invalid', `There is no topic "${String(topic)}".`)
      const { error } = await live.topics.permitted(reader, [parsed])
      if (error) throw new Refusal(error.code, error.message)
      const cursor = live.log.cursor()
      const snapshots = await live.topics.snapshots(reader, [parsed])
      // The features' types say what the state holds.
      return { topic, cursor, state: snapshots[topic] } as never
    },
    async own(_feature, reader) {
      const { live } = await started()
      const topic = { kind: userKind, id: reader.id, topic: `${userKind}:${reader.id}` }
      // Holds the private state of all features, merged.
      return (await live.topics.snapshots(reader, [topic]))[topic.topic] as never
    },
    execute: (actor, command) => run(actor, command),
    action: (type) => async (form) => {
      const answer = await runForm(type, form)
      if (answer.type === 'error') throw new Refusal(answer.code, answer.message)
    },
    formAction: (type) => async (_, form) => {
      const answer = await runForm(type, form)
      if (answer.type !== 'error') return { problem: null, values: {} }
      return { problem: answer.message, values: textsOf(form) }
    },
    async close() {
      await (await started()).stop()
    },
  }
}

/** The form's text fields. Next's own begin with `$`. */
function textsOf(form: FormData): Record<string, string> {
  const texts = [...form].flatMap(([name, value]) =>
    typeof value === 'string' && !name.startsWith('$') ? [[name, value] as const] : [],
  )
  return Object.fromEntries(texts)
}
