// Store of posts, and of the lists that show them.
import type { Kit } from '#live/client/define.ts'
import { ReferenceCounts } from '#live/client/reference-counts.ts'
import type { Author } from '#platform/author.ts'
import { PostLists } from './lists-store.ts'
import type { ListKey } from './lists-store.ts'
import type { PostView } from './protocol.ts'
import { samePost } from './same-post.ts'

export class Posts {
  readonly lists: PostLists
  readonly #kit: Kit<Author>
  readonly #posts = new Map<string, PostView>()
  readonly #shownLists: ReferenceCounts<ListKey>

  constructor(kit: Kit<Author>) {
    this.#kit = kit
    this.lists = new PostLists(kit.deleted, kit.touch)
    this.#shownLists = new ReferenceCounts((key) => this.lists.forget(key))
  }

  get(id: string): PostView | undefined {
    return this.#posts.get(id)
  }

  get all(): readonly PostView[] {
    return [...this.#posts.values()]
  }

  /** Keeps a list of posts while a component shows it. */
  retainList(key: ListKey): () => void {
    return this.#shownLists.retain(key)
  }

  /** Adds a page's posts; state already known and kept current by events wins. */
  seed(posts: readonly PostView[]): void {
    for (const post of posts) {
      const isCovered = this.#kit.isCovered('feed') || this.#kit.isCovered(`post:${post.id}`)
      if (!this.#posts.has(post.id) || !isCovered) this.#set(post)
    }
  }

  /** Replaces posts, whatever was known: from a snapshot after a reset. */
  restore(posts: readonly PostView[]): void {
    for (const post of posts) this.#set(post)
  }

  /** Takes a created post; one already in the store is newer and stays. */
  add(post: PostView): void {
    if (!this.#posts.has(post.id)) this.#set(post)
    for (const id of this.lists.arrive(post, post.author.id === this.#kit.viewer()?.id)) {
      if (!this.#kit.isFollowed(`post:${id}`)) this.#posts.delete(id)
    }
  }

  /** Leaves the counts alone: they have an event of their own, and an edit that is sent again must not reset them. */
  edit({ id, body, editedAt, author, coauthors }: PostView): void {
    const known = this.#posts.get(id)
    if (known) this.#set({ ...known, body, editedAt, author, coauthors })
  }

  count(postId: string, likes: number, comments: number): void {
    const known = this.#posts.get(postId)
    if (known) this.#set({ ...known, likes, comments })
  }

  delete(id: string): void {
    this.#kit.deleted.add(id)
    this.lists.remove(id)
    this.#posts.delete(id)
    this.#kit.touch(`post:${id}`)
  }

  /** Shows an author's new name and avatar wherever they are named. */
  editAuthor(author: Author): void {
    const renamed = (each: Author): Author => (each.id === author.id ? author : each)
    for (const post of this.#posts.values()) {
      const { coauthors } = post
      this.#set({ ...post, author: renamed(post.author), coauthors: coauthors.map(renamed) })
    }
  }

  /** Drops the posts that no subscription keeps current. */
  tidy(): void {
    if (this.#kit.isFollowed('feed')) return
    for (const id of this.#posts.keys()) {
      if (this.#kit.isFollowed(`post:${id}`)) continue
      this.#posts.delete(id)
      this.#kit.touch(`post:${id}`)
    }
  }

  #set(post: PostView): void {
    const known = this.#posts.get(post.id)
    if (this.#kit.deleted.has(post.id) || (known && samePost(known, post))) return
    this.#posts.set(post.id, post)
    this.#kit.touch(`post:${post.id}`)
  }
}
