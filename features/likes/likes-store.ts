// Store of the viewer's likes, by post.
import type { Kit } from '#live/client/define.ts'
import type { Author } from '#platform/author.ts'

export class Likes {
  readonly #kit: Kit<Author>
  readonly #liked = new Map<string, boolean>()

  constructor(kit: Kit<Author>) {
    this.#kit = kit
  }

  /** Whether the viewer likes the post; undefined when not known. */
  get(postId: string): boolean | undefined {
    return this.#liked.get(postId)
  }

  set(postId: string, liked: boolean): void {
    if (this.#kit.deleted.has(postId) || this.#liked.get(postId) === liked) return
    this.#liked.set(postId, liked)
    this.#touch(postId)
  }

  /** Adds what a page says of these posts; state already known and kept current by events wins. */
  seed(postIds: readonly string[], liked: readonly string[]): void {
    const viewer = this.#kit.viewer()
    const isCovered = viewer !== null && this.#kit.isCovered(`user:${viewer.id}`)
    const likes = new Set(liked)
    for (const id of postIds) {
      if (!this.#liked.has(id) || !isCovered) this.set(id, likes.has(id))
    }
  }

  /** From a snapshot. `shown`: the posts it covers; if there are none, it covers the newest liked ones. */
  restore(liked: readonly string[], shown: readonly string[]): void {
    const likes = new Set(liked)
    for (const id of shown) this.set(id, likes.has(id))
    for (const id of likes) this.set(id, true)
    if (shown.length > 0) return
    const oldest = liked.at(-1) ?? ''
    for (const id of this.#liked.keys()) if (id >= oldest) this.set(id, likes.has(id))
  }

  delete(postId: string): void {
    if (this.#liked.delete(postId)) this.#touch(postId)
  }

  /** Drops the likes of posts that no subscription keeps current. */
  tidy(): void {
    if (this.#kit.isFollowed('feed')) return
    for (const id of this.#liked.keys()) if (!this.#kit.isFollowed(`post:${id}`)) this.delete(id)
  }

  #touch(postId: string): void {
    this.#kit.touch(`liked:${postId}`)
  }
}
