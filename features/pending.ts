// A person's changes that the server has not confirmed yet, laid over the store by their ref.
import type { Command } from './protocol.ts'
import type { LiveEvent } from './protocol.ts'
import type { Ack } from './protocol.ts'
import type { MessageView } from '#features/rooms/protocol.ts'
import { asKept } from '#platform/text/as-kept.ts'
import type { Wait } from '#live/client/waiting.ts'
import { overMessages } from '#features/rooms/pending-messages.ts'
import type { ShownMessage } from '#features/rooms/pending-messages.ts'
import type { Pending } from '#live/client/pending-view.ts'
import type { Author } from '#platform/author.ts'
import type { CommentView } from '#features/comments/protocol.ts'
import type { PostView } from '#features/posts/protocol.ts'
import type { ProfileView } from '#features/profiles/protocol.ts'

export type FeedPost = PostView & { pending?: Pending }
export type ShownComment = CommentView & { pending?: Pending }

interface Item {
  command: Command
  at: string
  pending: Pending
  /** Its event came before its answer, so the store has it already. */
  landed: boolean
  answered: boolean
}

/** The keys of what a command shows differently. */
function keysOf(command: Command): string[] {
  switch (command.type) {
    case 'like':
    case 'unlike':
      return [`post:${command.postId}`]
    case 'deletePost':
      return [`post:${command.postId}`, 'pending:posts']
    case 'post':
      return ['pending:posts']
    case 'comment':
      return [`pending:comments:${command.postId}`]
    case 'deleteComment':
      return ['pending:deletions']
    case 'editProfile':
      return ['pending:profile', 'viewer']
    case 'message':
    case 'editMessage':
    case 'deleteMessage':
    case 'react':
    case 'unreact':
      return ['pending:messages']
    default:
      return []
  }
}

export class PendingChanges {
  readonly #items = new Map<string, Item>()
  readonly #touch: (key: string) => void

  constructor(touch: (key: string) => void) {
    this.#touch = touch
  }

  add(command: Command, at: string): void {
    const pending: Pending = { ref: command.ref, state: 'sending' }
    this.#items.set(command.ref, { command, at, pending, landed: false, answered: false })
    this.#tell(command)
  }

  /** How many have not been answered, those that were refused apart. */
  get unanswered(): number {
    const items = [...this.#items.values()]
    return items.filter(({ answered, pending }) => !answered && pending.state !== 'failed').length
  }

  has(ref: string): boolean {
    return this.#items.has(ref)
  }

  /** Notes where a change is on its way. */
  mark(ref: string, state: Pending['state'], message?: string, wait?: Wait): void {
    const item = this.#items.get(ref)
    if (!item) return
    const { pending } = item
    if (pending.state === state && pending.message === message && pending.wait === wait) return
    item.pending = {
      ref,
      state,
      ...(message === undefined ? {} : { message }),
      ...(wait ? { wait } : {}),
    }
    this.#tell(item.command)
  }

  drop(ref: string): Command | null {
    const item = this.#items.get(ref)
    if (!item) return null
    this.#items.delete(ref)
    this.#tell(item.command)
    return item.command
  }

  /**
   * Takes the answer to a change. True when it must stay until its `like.set` comes: the counts that
   * the store has may be those from before it.
   */
  acknowledge(ack: Ack): boolean {
    const item = this.#items.get(ack.ref)
    if (!item) return false
    item.answered = true
    this.#touch('pending')
    if ('changed' in ack.result && ack.result.changed) return true
    if ('reactions' in ack.result && !item.landed) return true
    this.drop(ack.ref)
    return false
  }

  /** Takes off what an event of the log has put into the store. */
  settle(event: LiveEvent, viewerId: string | null): void {
    this.#settleMessage(event, viewerId)
    if (event.type === 'like.set' && event.data.ref !== null) this.drop(event.data.ref)
    if (event.type === 'post.created' && event.data.post.author.id === viewerId) {
      const { body } = event.data.post
      this.#land((command) => command.type === 'post' && asKept(command.body) === body)
    }
    if (event.type === 'comment.created' && event.data.comment.author.id === viewerId) {
      const { body, postId } = event.data.comment
      this.#land(
        (command) =>
          command.type === 'comment' && command.postId === postId && asKept(command.body) === body,
      )
    }
  }

  /** The messages of a room with its reader's changes laid over them. */
  messages(known: readonly MessageView[], roomId: string, viewer: Author | null): ShownMessage[] {
    return overMessages(known, roomId, viewer, this.#items.values())
  }

  /** The post with the last wish of its reader laid over it. */
  overPost(post: PostView, liked: boolean): { post: PostView; liked: boolean; deleted: boolean } {
    let wanted = liked
    let deleted = false
    for (const { command, pending } of this.#items.values()) {
      if (!('postId' in command) || command.postId !== post.id) continue
      if (pending.state === 'failed') continue
      if (command.type === 'like') wanted = true
      if (command.type === 'unlike') wanted = false
      if (command.type === 'deletePost') deleted = true
    }
    const likes = Math.max(0, post.likes + Number(wanted) - Number(liked))
    return { post: likes === post.likes ? post : { ...post, likes }, liked: wanted, deleted }
  }

  /** Own posts that the store does not have yet, newest first. */
  posts(author: Author | null): FeedPost[] {
    if (!author) return []
    const posts: FeedPost[] = []
    for (const { command, at, pending, landed } of this.#items.values()) {
      if (command.type !== 'post' || landed) continue
      const { body } = command
      const id = `ref:${command.ref}`
      posts.unshift({
        id,
        author,
        body,
        at,
        editedAt: null,
        likes: 0,
        comments: 0,
        coauthors: [],
        pending,
      })
    }
    return posts
  }

  /** Own comments on a post that the store does not have yet, oldest first. */
  comments(postId: string, author: Author | null): ShownComment[] {
    if (!author) return []
    const comments: ShownComment[] = []
    for (const { command, at, pending, landed } of this.#items.values()) {
      if (command.type !== 'comment' || command.postId !== postId || landed) continue
      const id = `ref:${command.ref}`
      comments.push({ id, postId, author, body: command.body, at, editedAt: null, pending })
    }
    return comments
  }

  /** The posts and comments that their author has just deleted. */
  deleted(): Set<string> {
    const ids = new Set<string>()
    for (const { command } of this.#items.values()) {
      if (command.type === 'deletePost') ids.add(command.postId)
      if (command.type === 'deleteComment') ids.add(command.commentId)
    }
    return ids
  }

  /** A person's name (and words about themselves) as they last wrote them. */
  overProfile<P extends Author | ProfileView>(profile: P): P {
    let shown = profile
    for (const { command } of this.#items.values()) {
      if (command.type !== 'editProfile') continue
      const { name, bio } = command
      shown = 'bio' in shown ? { ...shown, name, bio } : { ...shown, name }
    }
    return shown
  }

  #settleMessage(event: LiveEvent, viewerId: string | null): void {
    if (event.type === 'message.created' && event.data.message.author.id === viewerId) {
      const { body, roomId } = event.data.message
      this.#land(
        (command) =>
          command.type === 'message' && command.roomId === roomId && asKept(command.body) === body,
      )
    }
    if (event.type === 'message.reactions') {
      const { messageId } = event.data
      for (const [ref, { command, answered }] of this.#items) {
        const same = (command.type === 'react' || command.type === 'unreact') && answered
        if (same && command.messageId === messageId) this.drop(ref)
      }
    }
  }

  #land(matches: (command: Command) => boolean): void {
    for (const item of this.#items.values()) {
      if (item.landed || item.pending.state === 'failed' || !matches(item.command)) continue
      item.landed = true
      this.#tell(item.command)
      return
    }
  }

  #tell(command: Command): void {
    this.#touch('pending')
    for (const key of keysOf(command)) this.#touch(key)
  }
}
