// What this browser knows of the server's state: pages' snapshots and the events since.
// Applying an event again, or a stretch of the log again, leaves the same state.
import type { EventData, LiveEvent } from './protocol.ts'
import type { MessageView } from '#features/rooms/protocol.ts'
import type { Topic } from '#live/protocol/topics.ts'
import type { Author } from '#platform/author.ts'
import type { CommentView } from '#features/comments/protocol.ts'
import type { PostView } from '#features/posts/protocol.ts'
import type { ProfileView } from '#features/profiles/protocol.ts'
import { samePost } from '#features/posts/same-post.ts'
import { Comments } from '#features/comments/store.ts'
import { Invitations } from '#features/rooms/invitations-store.ts'
import { PostLists } from '#features/posts/lists-store.ts'
import { Talks } from '#features/rooms/talks-store.ts'
import { Rooms } from '#features/rooms/rooms-store.ts'

/** What a page brings along. */
export interface Seed {
  posts: readonly PostView[]
  comments?: readonly CommentView[]
  liked: readonly string[]
}

/** Whether the topic's events are arriving, so that what the store holds is kept up by them. */
export type Covered = (topic: Topic) => boolean

export class Store {
  readonly posts = new Map<string, PostView>()
  readonly liked = new Map<string, boolean>()
  readonly profiles = new Map<string, ProfileView>()
  readonly comments: Comments
  readonly lists: PostLists
  readonly rooms: Rooms
  readonly invitations: Invitations
  readonly talks: Talks
  /** Ids of what was deleted; ids do not come back, so a late event or an old page cannot revive one. */
  readonly deleted = new Set<string>()
  viewer: Author | null
  readonly #touch: (key: string) => void
  readonly #isOpen: (postId: string) => boolean

  /** `isOpen`: whether a page of the post is shown. */
  constructor(
    viewer: Author | null,
    touch: (key: string) => void,
    isOpen: (postId: string) => boolean = () => false,
  ) {
    this.viewer = viewer
    this.#touch = touch
    this.#isOpen = isOpen
    this.comments = new Comments(this.deleted, touch)
    this.lists = new PostLists(this.deleted, touch)
    this.rooms = new Rooms(this.deleted, touch)
    this.invitations = new Invitations(touch)
    this.talks = new Talks(this.deleted, touch)
  }

  /** Takes an event of the log. One that says nothing new, or of an unknown type, changes nothing. */
  apply(event: LiveEvent): void {
    switch (event.type) {
      case 'post.created':
        return this.addPost(event.data.post)
      case 'post.edited':
        return this.#editPost(event.data.post)
      case 'post.deleted':
        return this.deletePost(event.data.postId)
      case 'post.counts':
        return this.#count(event.data.postId, event.data.likes, event.data.comments)
      case 'comment.created':
        return this.comments.add(event.data.comment)
      case 'comment.edited':
        return this.comments.edit(event.data.comment)
      case 'comment.deleted':
        return this.comments.delete(event.data.postId, event.data.commentId)
      case 'like.set':
        return this.setLiked(event.data.postId, event.data.liked)
      case 'profile.edited':
        return this.editProfile(event.data.profile)
      case 'draft.changed':
        return this.#touch('drafts')
      case 'inbox.changed':
        return this.#touch(`inbox:${event.data.roomId}`)
      default:
        return this.#applyInRoom(event)
    }
  }

  #applyInRoom(event: LiveEvent): void {
    switch (event.type) {
      case 'message.created':
        return this.takeMessage(event.data.message)
      // It may never have come before: its earlier words have left the log.
      case 'message.edited':
        this.talks.edited(event.data.message, event.data.excerpt)
        return this.rooms.arrived(event.data.message, this.viewer?.id ?? null)
      case 'message.deleted':
        return this.deleteMessage(event.data.roomId, event.data.messageId, event.data.latest)
      case 'message.reactions':
        return this.talks.react(event.data.roomId, event.data.messageId, event.data.reactions)
      case 'room.changed':
        return this.rooms.rename(event.data.room)
      case 'member.joined':
        return this.#moved(event.id, event.data, 'joined')
      case 'member.left':
        return this.#moved(event.id, event.data, 'left')
      case 'member.invited':
        return this.invitations.ask(event.data.roomId, event.data.asked)
      case 'member.uninvited':
        return this.invitations.unask(event.data.roomId, event.data.userId)
      case 'room.invited':
        return this.invitations.put(event.data.invitation)
      case 'room.uninvited':
        return this.invitations.remove(event.data.roomId)
      case 'room.joined':
        this.invitations.remove(event.data.own.room.id)
        return this.rooms.joined(event.data.own)
      case 'room.created':
        return this.rooms.create(event.data.room)
      case 'room.left':
        return this.#leaveRoom(event.data.roomId)
      case 'conversation.changed':
        return this.#changeConversation(event.data)
      case 'room.read':
        return this.rooms.told(event.data)
      default:
    }
  }

  #moved(key: string, { roomId, user }: EventData['member.left'], verb: 'joined' | 'left'): void {
    this.talks.moved(roomId, key, user, verb)
    this.rooms.moved(roomId, user, verb)
    this.invitations.unask(roomId, user.id)
  }

  /** What is said in a public room may still be read. */
  #leaveRoom(roomId: string): void {
    if (this.rooms.get(roomId)?.room.kind !== 'public') this.talks.forget(roomId)
    this.rooms.remove(roomId)
  }

  #changeConversation({ room, latest, deleted }: EventData['conversation.changed']): void {
    this.rooms.change(room)
    if (latest) this.rooms.arrived(latest, this.viewer?.id ?? null)
    if (deleted) this.deleteMessage(room.id, deleted.messageId, deleted.latest)
  }

  /** Takes a message out; `latest`: the newest that is left in its room, where that is known. */
  deleteMessage(roomId: string, messageId: string, latest?: string | null): void {
    this.talks.delete(roomId, messageId)
    this.rooms.deleted(roomId, messageId, latest)
  }

  /** Takes a message that was sent. */
  takeMessage(message: MessageView): void {
    this.talks.put(message)
    this.rooms.arrived(message, this.viewer?.id ?? null)
  }

  /** Lays a page's snapshot under the state: what is known and kept up by events stays as it is. */
  seed(seed: Seed, covered: Covered): void {
    const liked = new Set(seed.liked)
    const own: Topic | null = this.viewer ? `user:${this.viewer.id}` : null
    for (const post of seed.posts) {
      const kept = this.posts.has(post.id) && (covered('feed') || covered(`post:${post.id}`))
      if (!kept) this.#setPost(post)
      const known = this.liked.has(post.id) && own !== null && covered(own)
      if (!known) this.setLiked(post.id, liked.has(post.id))
    }
    for (const comment of seed.comments ?? []) {
      const known = this.comments.find(comment.postId, comment.id)
      if (!known || !covered(`post:${comment.postId}`)) this.comments.put(comment)
    }
  }

  /** Takes posts as they are, whatever was known: the answer to a reset. */
  restorePosts(posts: readonly PostView[]): void {
    for (const post of posts) this.#setPost(post)
  }

  /** Takes a created post; of a known one the store has the newer version. */
  addPost(post: PostView): void {
    if (!this.posts.has(post.id)) this.#setPost(post)
    for (const id of this.lists.arrive(post, post.author.id === this.viewer?.id)) {
      if (!this.#isOpen(id)) this.posts.delete(id)
    }
  }

  deletePost(id: string): void {
    this.deleted.add(id)
    this.lists.remove(id)
    this.posts.delete(id)
    this.liked.delete(id)
    this.comments.forget(id)
    this.#touch(`post:${id}`)
  }

  setLiked(postId: string, liked: boolean): void {
    if (this.deleted.has(postId) || this.liked.get(postId) === liked) return
    this.liked.set(postId, liked)
    this.#touch(`post:${postId}`)
  }

  /** Shows a person's new name and picture wherever they are shown. */
  editProfile(profile: ProfileView): void {
    const { id, handle, name, avatar } = profile
    const author: Author = { id, handle, name, avatar }
    if (this.profiles.has(id)) this.holdProfile(profile)
    if (this.viewer?.id === id) {
      this.viewer = author
      this.#touch('viewer')
    }
    for (const post of this.posts.values()) {
      const others = post.coauthors.map((each) => (each.id === id ? author : each))
      this.#setPost({
        ...post,
        author: post.author.id === id ? author : post.author,
        coauthors: others,
      })
    }
    this.comments.editAuthor(author)
    this.talks.editAuthor(author)
    this.rooms.editAuthor(author)
    this.invitations.editAuthor(author)
  }

  /** Keeps a profile that a page shows, so that its edits are followed. */
  holdProfile(profile: ProfileView): void {
    this.profiles.set(profile.id, profile)
    this.#touch(`profile:${profile.id}`)
  }

  /** Lets go of what only this topic kept up; `held` tells which topics remain. */
  forget(topic: Topic, held: Covered): void {
    if (/^(room|visit):/.test(topic)) {
      const id = topic.slice(topic.indexOf(':') + 1)
      this.invitations.forget(id)
      return this.talks.forget(id)
    }
    if (topic.startsWith('post:')) this.comments.forget(topic.slice('post:'.length))
    if (topic === 'rooms' || topic.startsWith('user:') || held('feed')) return
    for (const id of this.posts.keys()) {
      if (held(`post:${id}`)) continue
      this.posts.delete(id)
      this.liked.delete(id)
      this.#touch(`post:${id}`)
    }
  }

  #setPost(post: PostView): void {
    const known = this.posts.get(post.id)
    if (this.deleted.has(post.id) || (known && samePost(known, post))) return
    this.posts.set(post.id, post)
    this.#touch(`post:${post.id}`)
  }

  /** Counts come by their own event alone, so that an edit sent again cannot turn them back. */
  #editPost({ id, body, editedAt, author, coauthors }: PostView): void {
    const known = this.posts.get(id)
    if (known) this.#setPost({ ...known, body, editedAt, author, coauthors })
  }

  #count(postId: string, likes: number, comments: number): void {
    const known = this.posts.get(postId)
    if (known) this.#setPost({ ...known, likes, comments })
  }
}
