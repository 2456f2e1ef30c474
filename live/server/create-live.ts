// `createLive`: combines an app's features into one object for its pages, server actions and HTTP server.
import { randomUUID } from 'node:crypto'
import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'
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
import { answerLive, refuseUpgrade, upgradeLive } from './endpoints.ts'
import { startEngine } from './engine.ts'
import type { Engine } from './engine.ts'

export interface LiveOptions<S, A extends App> {
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
  /** Closes the streams, whose clients reconnect to another node, and finishes the commands in progress. */
  close(): Promise<void>
}

type FeatureOf<S> = S extends { feature: infer F extends Feature } ? F : never
type AppOf<S> = S extends { readonly app?: infer A extends App } ? A : never

// Next bundles pages and server separately, so this module loads twice: the first engine started is shared.
const engine = shared<Promise<Engine>>('engine')

/** Combines features over a database. Connects on first use. */
export function createLive<const S extends readonly Registered[]>(
  options: LiveOptions<S, AppOf<S[number]>>,
): LiveApp<FeatureOf<S[number]>, AppOf<S[number]>> {
  const { features, database, identify, headers, logger = createLogger('info') } = options
  const started = (): Promise<Engine> =>
    engine.useOr(() => startEngine({ features, database, identify, logger }))

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

  return {
    attach(server) {
      intercept(server, started)
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
      const actor = await currentActor()
      if (!actor) throw new Refusal('unauthenticated', 'Sign in to do this.')
      const fields = [...form].filter(([name]) => !name.startsWith('$'))
      const answer = await run(actor, { ref: randomUUID(), ...Object.fromEntries(fields), type })
      if (answer.type === 'error') throw new Refusal(answer.code, answer.message)
    },
    async close() {
      await (await started()).stop()
    },
  }
}

/** Handles requests below /live/ before the server's other listeners. */
function intercept(server: Server, started: () => Promise<Engine>): void {
  const listeners = server.listeners('request') as ((
    request: IncomingMessage,
    response: ServerResponse,
  ) => void)[]
  const upgrades = server.listeners('upgrade') as ((
    request: IncomingMessage,
    socket: Duplex,
    head: Buffer,
  ) => void)[]
  server.removeAllListeners('request').removeAllListeners('upgrade')
  server.on('request', (request, response) => {
    if (!isLive(request)) {
      for (const listener of listeners) listener.call(server, request, response)
      return
    }
    const refused = (): void => void response.writeHead(403).end()
    if (!isOwn(request)) return refused()
    started().then(
      ({ live }) => answerLive(live, request, response, addressOf(request)),
      () => response.writeHead(503).end(),
    )
  })
  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    if (!isLive(request)) {
      for (const listener of upgrades) listener.call(server, request, socket, head)
      return
    }
    if (!isOwn(request)) return refuseUpgrade(socket, 403, { message: 'A page of another site.' })
    started().then(
      ({ live }) => upgradeLive(live, request, socket, head, addressOf(request)),
      () => socket.destroy(),
    )
  })
}

function isLive({ url = '' }: IncomingMessage): boolean {
  return url.startsWith('/live/')
}

/** Guards against cross-site requests, which would carry the reader's cookies. */
function isOwn({ headers: { origin, host } }: IncomingMessage): boolean {
  if (origin === undefined) return true
  return URL.canParse(origin) && new URL(origin).host === host
}

function addressOf(request: IncomingMessage): string {
  return request.socket.remoteAddress ?? ''
}
