// Store of comments, by post, oldest first.
import type { Kit } from '#live/client/define.ts'
import type { Author } from '#platform/author.ts'
import type { CommentPage, CommentView } from './protocol.ts'

interface Thread {
  /** In the order of their ids, which sort by time of creation. */
  items: readonly CommentView[]
  /** The id of the last loaded comment while there are more to load; else null. */
  end: string | null
  /** True once a page has set `end`. */
  opened: boolean
}

const empty: Thread = { items: [], end: null, opened: false }

export class Comments {
  readonly #threads = new Map<string, Thread>()
  readonly #kit: Kit<Author>

  constructor(kit: Kit<Author>) {
    this.#kit = kit
  }

  /** Adds a page's comments; state already known and kept current by events wins. */
  seed(comments: readonly CommentView[]): void {
    for (const comment of comments) {
      const known = this.find(comment.postId, comment.id)
      if (!known || !this.#kit.isCovered(`post:${comment.postId}`)) this.put(comment)
    }
  }

  /** Whether the store has any comments of the post. */
  knows(postId: string): boolean {
    return this.#threads.has(postId)
  }

  /** All comments of a post in the store. */
  of(postId: string): readonly CommentView[] {
    return this.#threads.get(postId)?.items ?? empty.items
  }

  /**
   * The comments to show: new ones stay back while older ones are not loaded yet, because they
   * would be out of place; the viewer's own are shown at once.
   */
  shown(postId: string, viewerId: string | null): readonly CommentView[] {
    const { items, end } = this.#threads.get(postId) ?? empty
    if (end === null) return items
    return items.filter((comment) => comment.id <= end || comment.author.id === viewerId)
  }

  find(postId: string, id: string): CommentView | undefined {
    return this.of(postId).find((comment) => comment.id === id)
  }

  /** Takes a created comment; one already in the store is newer and stays. */
  add(comment: CommentView): void {
    if (!this.find(comment.postId, comment.id)) this.put(comment)
  }

  /** Adds or replaces a comment, in its place. */
  put(comment: CommentView): void {
    if (this.#kit.deleted.has(comment.id) || this.#kit.deleted.has(comment.postId)) return
    const items = this.of(comment.postId)
    if (items.includes(comment)) return
    const before = items.filter((each) => each.id < comment.id)
    const after = items.filter((each) => each.id > comment.id)
    this.#set(comment.postId, [...before, comment, ...after])
  }

  edit(comment: CommentView): void {
    if (this.find(comment.postId, comment.id)) this.put(comment)
  }

  delete(postId: string, id: string): void {
    this.#kit.deleted.add(id)
    if (this.find(postId, id)) {
      this.#set(
        postId,
        this.of(postId).filter((comment) => comment.id !== id),
      )
    }
  }

  /** Notes where the first page of a thread ends. */
  open(postId: string, page: CommentPage): void {
    if (!this.#threads.get(postId)?.opened) this.loaded(postId, page)
  }

  /** Notes up to where a post's comments are loaded. */
  loaded(postId: string, page: CommentPage): void {
    const { items, end: before } = this.#threads.get(postId) ?? empty
    const end = page.next === null ? null : (page.comments.at(-1)?.id ?? before)
    this.#threads.set(postId, { items, end, opened: true })
    this.#kit.touch(`comments:${postId}`)
  }

  /** Replaces the stretch of comments that a post's first page covers. */
  restore(postId: string, page: CommentPage): void {
    const last = page.comments.at(-1)?.id ?? ''
    const beyond = this.of(postId).filter((each) => page.next !== null && each.id > last)
    this.#set(postId, [
      ...page.comments.filter((each) => !this.#kit.deleted.has(each.id)),
      ...beyond,
    ])
    const end = this.#threads.get(postId)?.end ?? null
    if (page.next !== null && (end === null || end < last)) this.loaded(postId, page)
  }

  editAuthor(author: Author): void {
    for (const [postId, { items }] of this.#threads) {
      if (!items.some((comment) => comment.author.id === author.id)) continue
      this.#set(
        postId,
        items.map((each) => (each.author.id === author.id ? { ...each, author } : each)),
      )
    }
  }

  forget(postId: string): void {
    if (this.#threads.delete(postId)) this.#kit.touch(`comments:${postId}`)
  }

  #set(postId: string, items: readonly CommentView[]): void {
    this.#threads.set(postId, { ...(this.#threads.get(postId) ?? empty), items })
    this.#kit.touch(`comments:${postId}`)
  }
}
