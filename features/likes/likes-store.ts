// Which posts the reader likes, as far as the browser knows.
import type { Kit } from '#live/client/define.ts'
import type { Author } from '#platform/author.ts'

export class Likes {
  readonly #kit: Kit<Author>
  readonly #liked = new Map<string, boolean>()

  constructor(kit: Kit<Author>) {
    this.#kit = kit
  }

  /** Undefined where it is not known. */
  get(postId: string): boolean | undefined {
    return this.#liked.get(postId)
  }

  set(postId: string, liked: boolean): void {
    if (this.#kit.deleted.has(postId) || this.#liked.get(postId) === liked) return
    this.#liked.set(postId, liked)
    this.#touch(postId)
  }

  /** Lays what a page says of these posts under the state: what is known and kept up by events stays as it is. */
  seed(postIds: readonly string[], liked: readonly string[]): void {
    const viewer = this.#kit.viewer()
    const isCovered = viewer !== null && this.#kit.isCovered(`user:${viewer.id}`)
    const likes = new Set(liked)
    for (const id of postIds) {
      if (!this.#liked.has(id) || !isCovered) this.set(id, likes.has(id))
    }
  }

  /** `shown`: the posts that it is told of; where there are none, it is told of the newest liked ones. */
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

  /** Lets go of what is known of posts that no followed topic keeps up. */
  tidy(): void {
    if (this.#kit.isFollowed('feed')) return
    for (const id of this.#liked.keys()) if (!this.#kit.isFollowed(`post:${id}`)) this.delete(id)
  }

  #touch(postId: string): void {
    this.#kit.touch(`liked:${postId}`)
  }
}
