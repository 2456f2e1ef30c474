// For tests: a browser's state and pending commands, with all features and without a connection.
import type { StateOf } from '#live/client/define.ts'
import { PendingChanges } from '#live/client/pending.ts'
import { Store } from '#live/client/store.ts'
import type { SnapshotResponse } from '#live/protocol/messages.ts'
import type { Author, Viewer } from '#platform/author.ts'
import { clients } from './client.ts'
import { commentsClient } from './comments/client.ts'
import { likesClient } from './likes/client.ts'
import { postsClient } from './posts/client.ts'
import type { Command, LiveEvent } from './protocol.ts'
import { roomsClient } from './rooms/client.ts'

export class TestBrowser {
  readonly touched: string[] = []
  readonly store: Store<Author>
  readonly pending: PendingChanges
  readonly posts
  readonly likes
  readonly comments
  readonly rooms
  readonly talks
  readonly invitations
  /** Which topics the page is subscribed to. */
  isFollowed: (topic: string) => boolean = () => false
  /** Of which topics the events are arriving. */
  isCovered: (topic: string) => boolean = () => false

  constructor(viewer: Viewer) {
    const touch = (key: string): void => void this.touched.push(key)
    this.store = new Store<Author>(clients, viewer, {
      touch,
      isFollowed: (topic) => this.isFollowed(topic),
      isCovered: (topic) => this.isCovered(topic),
    })
    this.pending = new PendingChanges(clients, touch)
    this.posts = this.store.of(postsClient)
    this.likes = this.store.of(likesClient)
    this.comments = this.store.of(commentsClient)
    const { rooms, talks, invitations } = this.store.of(roomsClient)
    this.rooms = rooms
    this.talks = talks
    this.invitations = invitations
  }

  stateOf<S>(client: StateOf<S>): S {
    return this.store.of(client)
  }

  get viewer(): Viewer {
    return this.store.viewer
  }

  /** Takes an event, as a page does. */
  apply(event: LiveEvent): void {
    this.store.apply(event)
    this.pending.settle(event, this.store.viewer?.id ?? null)
  }

  /** Adds a command that the server has not acknowledged yet. */
  add(command: Command, at = '2026-01-01T00:00:00.000Z'): void {
    this.pending.add(command, at)
  }

  restore(snapshot: SnapshotResponse): void {
    this.store.restore(snapshot)
  }
}
