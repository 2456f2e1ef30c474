// Combines the client: store, commands, signals and connection, one for each viewer and page.
// The constructor has no side effects; start() connects.
import type { Actor } from '../protocol/actor.ts'
import type { Command } from '../protocol/commands.ts'
import type { LiveEvent, Signal } from '../protocol/events.ts'
import type { Own } from '../protocol/feature.ts'
import type { Answer, SnapshotResponse } from '../protocol/messages.ts'
import type { Topic } from '../protocol/topics.ts'
import { Changes } from './changes.ts'
import { Commands } from './commands.ts'
import type { CommandInput } from './commands.ts'
import type { Companion } from './companion.ts'
import type { ConnectionOptions } from './connection-options.ts'
import type { AnyClient, FeatureClient, StateOf } from './define.ts'
import { Notices } from './notices.ts'
import { openOutbox } from './outbox.ts'
import { PageConnection } from './page-connection.ts'
import { KeptPace } from './pace.ts'
import type { Pace } from './pace.ts'
import { PendingChanges } from './pending.ts'
import { watchReader } from './reader.ts'
import { ReferenceCounts } from './reference-counts.ts'
import { Signals, TypingSigns } from './signals.ts'
import { Store } from './store.ts'
import { networkHere, sharingHere, storageHere } from './this-browser.ts'
import type { Refused, TransportName } from './transports/transport.ts'
import { isOffline } from './wakeups.ts'
import { sendCommand, sendTyping } from './wire.ts'

/** `A`: the app's type of user. */
export interface LiveOptions<A extends Actor = Actor> {
  /** A feature comes after those that it uses. */
  features: readonly AnyClient[]
  /** The cursor that the page was rendered at. */
  cursor: string
  viewer: A | null
  /** The viewer's private state at that cursor, by feature name. */
  own?: { readonly [feature: string]: unknown }
  transports: readonly TransportName[]
  /** The page's server action. */
  act?: (inputs: unknown[]) => Promise<Answer[]>
  /** Signed-out visitors may send commands too. */
  forAnybody?: boolean
  /** Whether the error of `act` means that the server has a newer build without this action. */
  isActionGone?: ((error: unknown) => boolean) | undefined
  /** Turns an error's message into a sentence for the screen. */
  inWords?: (message: string) => string
}

/** The actor of a signed-out visitor. */
const nobody: Actor = { id: '' }

/** The state with its pending commands. */
export type LiveState<A extends Actor = Actor> = Pick<Live<A>, 'store' | 'pending' | 'stateOf'>

export class Live<A extends Actor = Actor> {
  readonly changes = new Changes()
  readonly store: Store<A>
  /** The viewer that the page was rendered for. */
  readonly initialViewer: A | null
  readonly pending: PendingChanges
  readonly notices: Notices
  readonly signals: Signals<A>
  readonly typing: TypingSigns
  readonly connection: PageConnection
  readonly commands: Commands
  readonly #options: LiveOptions<A>
  /** By event type: returns the id of the user whose message it carries. */
  readonly #said = new Map<string, (data: unknown) => string>()
  readonly #pace = new KeptPace(storageHere('localStorage'))
  readonly #topics: ReferenceCounts<Topic>
  #companions: readonly Companion[] = []
  /** Another user has signed in in this browser. */
  #isOthers = false

  constructor(options: LiveOptions<A>) {
    const { features, viewer, transports, own = {} } = options
    const { touch } = this.changes
    const network = networkHere()
    this.#options = options
    this.initialViewer = viewer
    this.#topics = new ReferenceCounts((topic) => this.#release(topic))
    this.store = new Store(features, viewer, {
      touch,
      isFollowed: (topic) => this.#topics.has(topic),
      isCovered: (topic) => this.connection.isLive(topic),
    })
    this.store.begin(own)
    for (const { rules } of features) {
      for (const [type, by] of Object.entries(rules.said ?? {})) if (by) this.#said.set(type, by)
    }
    this.pending = new PendingChanges(features, touch)
    this.notices = new Notices(touch)
    this.signals = new Signals<A>(touch)
    // Failures are ignored: the next typing signal comes soon.
    this.typing = new TypingSigns((topic) => void sendTyping(network, topic).catch(() => undefined))
    const connection: ConnectionOptions = {
      ...network,
      order: transports,
      memory: storageHere('localStorage'),
      receipts: true,
      listener: {
        event: (event) => this.changes.gather(() => this.#apply(event)),
        // Safe: the server sends users with all fields of the app's type.
        signal: (signal) => this.changes.gather(() => this.signals.take(signal as Signal<A>)),
        snapshot: (snapshot) => this.#restore(snapshot),
        refused: (refused) => this.#refused(refused),
        state: ({ status }) => {
          touch('connection')
          if (status === 'live') this.commands.wake()
          else this.signals.forget()
        },
      },
    }
    this.connection = new PageConnection(
      connection,
      sharingHere(viewer?.id ?? 'nobody'),
      this.#pace.read(),
    )
    const carriers = {
      overConnection: () => this.connection.command,
      act: options.act,
      isActionGone: options.isActionGone,
      request: (command: Command) => sendCommand(network, command),
      // One user's commands must not be sent under another user's session.
      isOnline: () => !this.#isOthers && (!isOffline() || this.connection.state.status === 'live'),
      isConnected: () => this.connection.state.status === 'live',
    }
    this.commands = new Commands(this.store, this.pending, this.notices, {
      carriers,
      isCaughtUp: () => this.connection.isLive(`user:${viewer?.id ?? ''}`),
      inWords: options.inWords ?? ((message) => message),
      forAnybody: options.forAnybody ?? false,
    })
  }

  /** Connects and sends the commands left in the outbox; returns a function that stops. */
  start(): () => void {
    const { cursor, features } = this.#options
    const { viewer } = this.store
    const unwatchReader = watchReader(storageHere('localStorage'), viewer?.id ?? '', (reader) =>
      this.#otherReader(reader),
    )
    const unwatch = this.#pace.watch((pace) => (this.connection.pace = pace))
    const release = viewer ? this.subscribe([`user:${viewer.id}`], cursor) : undefined
    const tools = {
      cursor,
      subscribe: (topics: readonly Topic[], since: string) => this.subscribe(topics, since),
      dispatch: (input: CommandInput) => this.commands.dispatch(input),
    }
    this.#companions = features.flatMap(
      (client) => client.rules.companion?.(this.store.of(client), tools) ?? [],
    )
    this.connection.start()
    void this.commands.start(openOutbox())
    return () => {
      unwatch()
      unwatchReader()
      release?.()
      for (const companion of this.#companions) companion.stop()
      this.#companions = []
      this.commands.stop()
      this.connection.stop()
    }
  }

  /** The state of a feature. */
  stateOf<S>(client: StateOf<S>): S {
    return this.store.of(client)
  }

  /** A feature's state; pure state with the optimistic changes of unanswered commands. */
  shown<F, S>(client: FeatureClient<F, S>): S {
    const actor: Actor | null = this.store.viewer ?? (this.#options.forAnybody ? nobody : null)
    let state: unknown = this.store.of(client)
    if (!actor) return state as S
    for (const { command, at, pending, landed } of this.pending.of(client)) {
      const { type, ref } = command as Command
      const optimistic = client.rules.optimistic?.[type]
      if (!optimistic || landed || pending.state === 'failed') continue
      state = optimistic(state, command, { ref, actor, at })
    }
    // Safe: the feature's own rules returned it.
    return state as S
  }

  /** The viewer's private state of a feature when the page was rendered. */
  initialOwn<F>({ name }: FeatureClient<F, unknown>): Own<F> | undefined {
    // Safe: `own` holds each feature's state under its name.
    return this.#options.own?.[name] as Own<F> | undefined
  }

  /** Restores a topic's snapshot into the state, unless live events keep it current already. */
  lay({ topic, cursor, state }: { topic: Topic; cursor: string; state: unknown }): void {
    if (!this.connection.isLive(topic))
      this.store.restore({ cursor, snapshots: { [topic]: state } })
  }

  /** Sets how often the viewer wants updates, in all tabs. */
  choosePace(pace: Pace): void {
    this.#pace.write(pace)
    this.connection.pace = pace
  }

  /** Subscribes to topics from a cursor on, until the returned function is called. */
  subscribe(topics: readonly Topic[], since?: string): () => void {
    const releases = topics.map((topic) => this.#topics.retain(topic))
    this.connection.subscribe(topics, since)
    return () => {
      for (const release of releases) release()
    }
  }

  /** Replays a subscribed topic from the cursor of a list page that was loaded later. */
  catchUp(topic: Topic, since: string): void {
    if (this.#topics.has(topic)) this.connection.subscribe([topic], since)
  }

  #apply(event: LiveEvent): void {
    this.store.apply(event)
    const by = this.#said.get(event.type)
    if (by) this.signals.said(event.topic, by(event.data))
    this.pending.settle(event, this.store.viewer?.id ?? null)
    for (const companion of this.#companions) companion.heard?.(event)
  }

  #restore(snapshot: SnapshotResponse): void {
    this.changes.gather(() => this.store.restore(snapshot))
    for (const companion of this.#companions) companion.restored?.(snapshot.cursor)
  }

  #refused({ topics, code }: Refused): void {
    const isSignedOut =
      code === 'unauthenticated' || topics.some((name) => name.startsWith('user:'))
    this.changes.gather(() => {
      if (isSignedOut) this.#signedOut()
      for (const topic of topics) this.store.refuse(topic, { code, isSignedOut })
    })
    for (const companion of this.#companions) companion.refused?.()
  }

  /** Another tab was loaded for another user, or signed out. */
  #otherReader(reader: string): void {
    if (this.store.viewer === null) return
    if (reader === '') return this.#signedOut()
    this.#isOthers = true
    this.notices.add(
      'Somebody else is signed in in this browser now. Load the page again to go on as them.',
    )
  }

  #signedOut(): void {
    this.notices.add('You are signed out here. Sign in again to go on.', 'unauthenticated')
  }

  #release(topic: Topic): void {
    this.connection.unsubscribe([topic])
    this.signals.forget(topic)
    this.store.release(topic)
  }
}
