// The comments that the store knows, by post, oldest first.
import type { Kit } from '#live/client/define.ts'
import type { Author } from '#platform/author.ts'
import type { CommentPage, CommentView } from './protocol.ts'

interface Thread {
  /** In the order of their ids, which sort by the moment they were made. */
  items: readonly CommentView[]
  /** The last comment of the pages loaded, while there is more to load after it; else null. */
  end: string | null
  /** A page has said where its end is. */
  opened: boolean
}

const empty: Thread = { items: [], end: null, opened: false }

export class Comments {
  readonly #threads = new Map<string, Thread>()
  readonly #kit: Kit<Author>

  constructor(kit: Kit<Author>) {
    this.#kit = kit
  }

  /** Lays a page's comments under the state: what is known and kept up by events stays as it is. */
  seed(comments: readonly CommentView[]): void {
    for (const comment of comments) {
      const known = this.find(comment.postId, comment.id)
      if (!known || !this.#kit.isCovered(`post:${comment.postId}`)) this.put(comment)
    }
  }

  /** Whether anything of the post's comments is known. */
  knows(postId: string): boolean {
    return this.#threads.has(postId)
  }

  /** Every comment known of a post. */
  of(postId: string): readonly CommentView[] {
    return this.#threads.get(postId)?.items ?? empty.items
  }

  /**
   * What to show: a comment that came live stays back while older ones are not loaded yet, for it
   * would stand in the wrong place; one's own is shown at once.
   */
  shown(postId: string, viewerId: string | null): readonly CommentView[] {
    const { items, end } = this.#threads.get(postId) ?? empty
    if (end === null) return items
    return items.filter((comment) => comment.id <= end || comment.author.id === viewerId)
  }

  find(postId: string, id: string): CommentView | undefined {
    return this.of(postId).find((comment) => comment.id === id)
  }

  /** Takes a created comment; of a known one the store has the newer version. */
  add(comment: CommentView): void {
    if (!this.find(comment.postId, comment.id)) this.put(comment)
  }

  /** Takes a comment as it is, in its place. */
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

  /** Notes up to where the page that a thread begins with goes. */
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

  /** Takes a post's first page as the truth about the stretch that it covers. */
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
