// The posts that the browser knows, and the lists that show them.
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

  /** Keeps a list of posts as long as somebody shows it. */
  retainList(key: ListKey): () => void {
    return this.#shownLists.retain(key)
  }

  /** Lays a page's posts under the state: what is known and kept up by events stays as it is. */
  seed(posts: readonly PostView[]): void {
    for (const post of posts) {
      const isCovered = this.#kit.isCovered('feed') || this.#kit.isCovered(`post:${post.id}`)
      if (!this.#posts.has(post.id) || !isCovered) this.#set(post)
    }
  }

  /** Takes posts as they are, whatever was known: the answer to a reset. */
  restore(posts: readonly PostView[]): void {
    for (const post of posts) this.#set(post)
  }

  /** Takes a created post; of a known one the state has the newer version. */
  add(post: PostView): void {
    if (!this.#posts.has(post.id)) this.#set(post)
    for (const id of this.lists.arrive(post, post.author.id === this.#kit.viewer()?.id)) {
      if (!this.#kit.isFollowed(`post:${id}`)) this.#posts.delete(id)
    }
  }

  /** Counts come by their own event alone, so that an edit sent again cannot turn them back. */
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

  /** Shows a person's new name and picture wherever they are named. */
  editAuthor(author: Author): void {
    const renamed = (each: Author): Author => (each.id === author.id ? author : each)
    for (const post of this.#posts.values()) {
      const { coauthors } = post
      this.#set({ ...post, author: renamed(post.author), coauthors: coauthors.map(renamed) })
    }
  }

  /** Lets go of the posts that no followed topic keeps up. */
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
