// Which posts the reader has bookmarked, as far as the browser knows. A few ids that stay as long as the page does: what
// a page was given of them once is given by no later one.
import type { Kit } from '#live/client/define.ts'
import type { Author } from '#platform/author.ts'

/** Touched whenever what the list on the screen shows of the pages it was given may be different. */
export const listKey = 'list:bookmarks'
/** Touched whenever the server's list may be another one. */
export const changeKey = 'bookmarks'

export class Bookmarks {
  readonly #kit: Kit<Author>
  readonly #bookmarked = new Map<string, boolean>()

  constructor(kit: Kit<Author>) {
    this.#kit = kit
  }

  /** Undefined where it is not known. */
  get(postId: string): boolean | undefined {
    return this.#bookmarked.get(postId)
  }

  set(postId: string, bookmarked: boolean): void {
    if (this.#kit.deleted.has(postId) || this.#bookmarked.get(postId) === bookmarked) return
    this.#bookmarked.set(postId, bookmarked)
    this.#touch(postId)
  }

  /** An event: the list has one more now, or one less. */
  take(postId: string, bookmarked: boolean): void {
    this.set(postId, bookmarked)
    this.#kit.touch(changeKey)
  }

  /** Lays what a page says of these posts under the state: what is known and kept up by events stays as it is. */
  seed(postIds: readonly string[], bookmarked: readonly string[]): void {
    const viewer = this.#kit.viewer()
    const isCovered = viewer !== null && this.#kit.isCovered(`user:${viewer.id}`)
    const kept = new Set(bookmarked)
    for (const id of postIds)
      if (!this.#bookmarked.has(id) || !isCovered) this.set(id, kept.has(id))
  }

  /** `shown`: the posts that it is told of; where there are none, it is told of the newest bookmarked ones. */
  restore(bookmarked: readonly string[], shown: readonly string[]): void {
    const kept = new Set(bookmarked)
    for (const id of shown) this.set(id, kept.has(id))
    for (const id of kept) this.set(id, true)
    const oldest = bookmarked.at(-1) ?? ''
    for (const id of shown.length > 0 ? [] : this.#bookmarked.keys()) {
      if (id >= oldest) this.set(id, kept.has(id))
    }
    this.#kit.touch(changeKey)
  }

  /** The post is gone, and its place in the list with it. */
  delete(postId: string): void {
    if (this.#bookmarked.delete(postId)) this.#kit.touch(changeKey)
    this.#touch(postId)
  }

  #touch(postId: string): void {
    this.#kit.touch(`bookmarked:${postId}`)
    this.#kit.touch(listKey)
  }
}
