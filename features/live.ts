// Everything that the browser's side consists of, put together: one for each signed-in person and page.
// Making one does nothing; start() does.
import type { LiveEvent } from './protocol.ts'
import type { Answer } from './protocol.ts'
import type { SnapshotResponse } from '#live/protocol/messages.ts'
import type { Invitation, OwnRoom } from '#features/rooms/protocol.ts'
import type { Topic } from '#live/protocol/topics.ts'
import type { Author, Viewer } from '#platform/author.ts'
import type { Signal } from '#live/protocol/events.ts'
import { Changes } from '#live/client/changes.ts'
import type { CommandInput } from './command-input.ts'
import { Commands } from './client-commands.ts'
import { ComposerTexts } from '#ui/writing/composer-text.ts'
import type { ConnectionOptions } from '#live/client/connection-options.ts'
import { FollowedRooms } from '#features/rooms/followed-rooms.ts'
import { Holds } from '#live/client/holds.ts'
import { Notices } from '#live/client/notices.ts'
import { openOutbox } from '#live/client/outbox.ts'
import { PageConnection } from '#live/client/page-connection.ts'
import type { Sharing } from '#live/client/page-connection.ts'
import { KeptPace } from '#live/client/pace.ts'
import type { Pace } from '#live/client/pace.ts'
import { PendingChanges } from './pending.ts'
import { watchReader } from '#live/client/reader.ts'
import { Refusals } from './refusals.ts'
import { restore } from './restore.ts'
import { Signals, TypingSigns } from '#live/client/signals.ts'
import type { ListKey } from '#features/posts/lists-store.ts'
import { Store } from './store.ts'
import type { Seed } from './store.ts'
import type { TabMessage } from '#live/client/tabs/messages.ts'
import type { TabChannel } from '#live/client/tabs/tabs.ts'
import type { Refused, TransportName } from '#live/client/transports/transport.ts'
import { isOffline } from '#live/client/wakeups.ts'
import { Recount } from '#features/rooms/recount.ts'
import { postCommand, sendTyping } from '#live/client/wire.ts'

export interface LiveOptions {
  /** Where the page was rendered at. */
  cursor: string
  viewer: Viewer
  /** The viewer's rooms at that cursor. */
  rooms?: readonly OwnRoom[]
  /** Into which rooms the reader is asked at the cursor. */
  invitations?: readonly Invitation[]
  transports: readonly TransportName[]
  /** The page's server action. */
  act: (inputs: unknown[]) => Promise<Answer[]>
  /** Whether a failure of `act` means that the server has been deployed anew. */
  isActionGone?: ((error: unknown) => boolean) | undefined
}

export class Live {
  readonly changes = new Changes()
  readonly store: Store
  /** Who reads, as the page was rendered for them. */
  readonly initialViewer: Viewer
  readonly initialRooms: readonly OwnRoom[]
  readonly initialInvitations: readonly Invitation[]
  readonly pending: PendingChanges
  readonly notices: Notices
  readonly composerTexts: ComposerTexts
  readonly refusals: Refusals
  readonly signals: Signals<Author>
  readonly typing: TypingSigns
  readonly connection: PageConnection
  readonly commands: Commands
  readonly #cursor: string
  readonly #followed: FollowedRooms
  readonly #recount: Recount
  /** The session of this browser is another person's now. */
  #isOthers = false
  readonly #pace = new KeptPace(storageHere('localStorage'))
  readonly #topics: Holds<Topic>
  readonly #lists: Holds<ListKey>

  constructor({
    cursor,
    viewer,
    rooms = [],
    invitations = [],
    transports,
    act,
    isActionGone,
  }: LiveOptions) {
    const { touch } = this.changes
    const network = {
      origin: typeof location === 'undefined' ? '' : location.origin,
      fetch: (input: RequestInfo | URL, init?: RequestInit) => fetch(input, init),
      WebSocket: typeof WebSocket === 'undefined' ? undefined : WebSocket,
    }
    this.#cursor = cursor
    this.initialViewer = viewer
    this.store = new Store(viewer, touch, (id) => this.#topics.has(`post:${id}`))
    this.initialRooms = rooms
    this.store.rooms.restore(rooms)
    this.initialInvitations = invitations
    this.store.invitations.restore(invitations)
    this.#followed = new FollowedRooms((topics, since) => this.hold(topics, since))
    this.#recount = new Recount(this.store.rooms, (input) => void this.dispatch(input))
    this.pending = new PendingChanges(touch)
    this.notices = new Notices(touch)
    this.refusals = new Refusals(this.store, this.notices, touch)
    this.signals = new Signals<Author>(touch)
    // It may get lost: then nobody sees it, and the next one comes soon.
    this.typing = new TypingSigns((topic) => void sendTyping(network, topic).catch(() => undefined))
    this.composerTexts = new ComposerTexts(viewer?.id ?? 'anybody', {
      session: storageHere('sessionStorage'),
      local: storageHere('localStorage'),
    })
    this.#topics = new Holds((topic) => this.#release(topic))
    this.#lists = new Holds((key) => this.store.lists.forget(key))
    const options: ConnectionOptions = {
      ...network,
      order: transports,
      memory: storageHere('localStorage'),
      acks: true,
      listener: {
        event: (event) => this.changes.gather(() => this.#apply(event as LiveEvent)),
        signal: (signal) => this.changes.gather(() => this.signals.take(signal as Signal<Author>)),
        snapshot: (snapshot) => this.#restore(snapshot),
        refused: (refused) => this.#refused(refused),
        state: ({ status }) => {
          touch('connection')
          if (status === 'live') this.commands.wake()
          else this.signals.forget()
        },
      },
    }
    const sharing = sharingHere(viewer?.id ?? 'nobody')
    this.connection = new PageConnection(options, sharing, this.#pace.read())
    const carriers = {
      overConnection: () => this.connection.command,
      act,
      isActionGone,
      post: (command: Parameters<typeof postCommand>[1]) => postCommand(network, command),
      // Nothing of one person goes out in the name of another.
      isOnline: () => !this.#isOthers && (!isOffline() || this.connection.state.status === 'live'),
      isConnected: () => this.connection.state.status === 'live',
    }
    const own = `user:${viewer?.id ?? ''}` as const
    const isCaughtUp = (): boolean => this.connection.isLive(own)
    this.commands = new Commands(this.store, this.pending, this.notices, carriers, isCaughtUp)
  }

  /** Connects and sends what was left unsent; returns how to stop. */
  start(): () => void {
    const { viewer } = this.store
    const unwatchReader = watchReader(storageHere('localStorage'), viewer?.id ?? '', (reader) =>
      this.#otherReader(reader),
    )
    const unwatch = this.#pace.watch((pace) => (this.connection.pace = pace))
    const release = viewer ? this.hold([`user:${viewer.id}`], this.#cursor) : undefined
    this.#followed.follow(this.store.rooms.followed, this.#cursor)
    const keep = this.composerTexts.start()
    this.connection.start()
    void this.commands.start(openOutbox())
    return () => {
      unwatch()
      keep()
      unwatchReader()
      release?.()
      this.#followed.follow([], this.#cursor)
      this.#recount.stop()
      this.commands.stop()
      this.connection.stop()
    }
  }

  /** Takes up how often its reader wants to hear of changes, in all tabs. */
  choosePace(pace: Pace): void {
    this.#pace.write(pace)
    this.connection.pace = pace
  }

  /** Follows topics from a cursor on, until the returned function is called. */
  hold(topics: readonly Topic[], since?: string): () => void {
    const releases = topics.map((topic) => this.#topics.hold(topic))
    this.connection.subscribe(topics, since)
    return () => {
      for (const release of releases) release()
    }
  }

  /** Keeps a list of posts as long as somebody shows it. */
  holdList(key: ListKey): () => void {
    return this.#lists.hold(key)
  }

  /** Lays a page's snapshot under the live state. */
  seed(seed: Seed): void {
    this.store.seed(seed, (topic) => this.connection.isLive(topic))
  }

  /** Lays a further page under it, and catches up with what happened to it since its cursor. */
  append(seed: Seed, cursor: string | undefined, topic: Topic): void {
    this.seed(seed)
    if (cursor !== undefined && this.#topics.has(topic)) this.connection.subscribe([topic], cursor)
  }

  dispatch(input: CommandInput): Promise<Answer> {
    return this.commands.dispatch(input)
  }

  #apply(event: LiveEvent): void {
    this.store.apply(event)
    if (event.type === 'comment.created')
      this.signals.said(event.topic, event.data.comment.author.id)
    if (event.type === 'message.created')
      this.signals.said(event.topic, event.data.message.author.id)
    if (event.type === 'room.joined' || event.type === 'room.left')
      this.#followed.follow(this.store.rooms.followed, event.id)
    this.pending.settle(event, this.store.viewer?.id ?? null)
    this.#recount.plan()
  }

  #restore(snapshot: SnapshotResponse): void {
    this.changes.gather(() => restore(this.store, snapshot))
    this.#followed.follow(this.store.rooms.followed, snapshot.cursor)
    this.#recount.plan()
  }

  #refused(refused: Refused): void {
    this.changes.gather(() => this.refusals.take(refused))
    this.#followed.follow(this.store.rooms.followed, this.#cursor)
  }

  /** Pages of this browser are loaded for somebody else now. */
  #otherReader(reader: string): void {
    if (this.store.viewer === null) return
    if (reader === '') return this.refusals.signedOut()
    this.#isOthers = true
    this.refusals.otherReader()
  }

  #release(topic: Topic): void {
    this.connection.unsubscribe([topic])
    this.signals.forget(topic)
    this.store.forget(topic, (each) => this.#topics.has(each))
  }
}

/** Only pages that came over TLS, or from this machine, have locks. */
function sharingHere(reader: string): Sharing {
  if (typeof window === 'undefined' || typeof BroadcastChannel === 'undefined') return null
  if (!('locks' in navigator)) return null
  return { name: `hubbub:live:${reader}`, locks: navigator.locks, openChannel }
}

function openChannel(name: string): TabChannel {
  const channel = new BroadcastChannel(name)
  return {
    postMessage: (message) => channel.postMessage(message),
    listen: (heard) => {
      channel.addEventListener('message', ({ data }: MessageEvent<TabMessage>) => heard(data))
    },
    close: () => channel.close(),
  }
}

/** The browser's storage, where there is one that may be used. */
function storageHere(kind: 'localStorage' | 'sessionStorage'): Storage | null {
  try {
    return typeof window === 'undefined' ? null : window[kind]
  } catch {
    return null
  }
}
