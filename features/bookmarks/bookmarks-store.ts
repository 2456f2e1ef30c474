// Store of the viewer's bookmarks. Ids stay as long as the page does: a later page does not repeat those that an earlier one brought.
import type { Kit } from '#live/client/define.ts'
import type { Author } from '#platform/author.ts'

/** Touched when the visible part of the bookmark list may have changed. */
export const listKey = 'list:bookmarks'
/** Touched when the server's list may have changed. */
export const changeKey = 'bookmarks'

export class Bookmarks {
  readonly #kit: Kit<Author>
  readonly #bookmarked = new Map<string, boolean>()

  constructor(kit: Kit<Author>) {
    this.#kit = kit
  }

  /** Whether the post is bookmarked; undefined when not known. */
  get(postId: string): boolean | undefined {
    return this.#bookmarked.get(postId)
  }

  set(postId: string, bookmarked: boolean): void {
    if (this.#kit.deleted.has(postId) || this.#bookmarked.get(postId) === bookmarked) return
    this.#bookmarked.set(postId, bookmarked)
    this.#touch(postId)
  }

  /** From an event: a bookmark was added or removed. */
  take(postId: string, bookmarked: boolean): void {
    this.set(postId, bookmarked)
    this.#kit.touch(changeKey)
  }

  /** Adds what a page says of these posts; state already known and kept current by events wins. */
  seed(postIds: readonly string[], bookmarked: readonly string[]): void {
    const viewer = this.#kit.viewer()
    const isCovered = viewer !== null && this.#kit.isCovered(`user:${viewer.id}`)
    const kept = new Set(bookmarked)
    for (const id of postIds)
      if (!this.#bookmarked.has(id) || !isCovered) this.set(id, kept.has(id))
  }

  /** From a snapshot. `shown`: the posts it covers; if there are none, it covers the newest bookmarked ones. */
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

  /** The post was deleted, and its bookmark with it. */
  delete(postId: string): void {
    if (this.#bookmarked.delete(postId)) this.#kit.touch(changeKey)
    this.#touch(postId)
  }

  #touch(postId: string): void {
    this.#kit.touch(`bookmarked:${postId}`)
    this.#kit.touch(listKey)
  }
}
