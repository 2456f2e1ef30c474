// Store of the viewer's bookmarks: the marks on posts, and when the list of them may have changed.
import { Marks } from '#features/posts/client.ts'
import type { Kit } from '#live/client/define.ts'
import type { Author } from '#platform/author.ts'

/** Touched when the visible part of the bookmark list may have changed. */
export const listKey = 'list:bookmarks'
/** Touched when the server's list may have changed. */
export const changeKey = 'bookmarks'

export class Bookmarks extends Marks {
  readonly #kit: Kit<Author>

  constructor(kit: Kit<Author>) {
    super(kit, 'bookmarked')
    this.#kit = kit
  }

  /** From an event: a bookmark was added or removed. */
  take(postId: string, bookmarked: boolean): void {
    this.set(postId, bookmarked)
    this.#kit.touch(changeKey)
  }

  override restore(bookmarked: readonly string[], shown: readonly string[]): void {
    super.restore(bookmarked, shown)
    this.#kit.touch(changeKey)
  }

  /** The post was deleted, and its place in the list with it. */
  postDeleted(postId: string): void {
    this.delete(postId)
    this.#kit.touch(listKey)
    this.#kit.touch(changeKey)
  }

  protected override touch(postId: string): void {
    super.touch(postId)
    this.#kit.touch(listKey)
  }
}
