// Store of one kind of mark that the viewer sets on posts, such as likes: which posts have it, as far as known.
import type { Kit } from '#live/client/define.ts'
import type { Author } from '#platform/author.ts'

export class Marks {
  readonly #kit: Kit<Author>
  readonly #word: string
  readonly #marked = new Map<string, boolean>()
  /** Posts whose events may have been missed: the next page that shows one is right. */
  readonly #stale = new Set<string>()

  /** `word`: begins the key that is touched when a post's mark changes: `word:<post id>`. */
  constructor(kit: Kit<Author>, word: string) {
    this.#kit = kit
    this.#word = word
  }

  /** Whether the viewer has marked the post; undefined when not known. */
  get(postId: string): boolean | undefined {
    return this.#marked.get(postId)
  }

  set(postId: string, marked: boolean): void {
    this.#stale.delete(postId)
    if (this.#kit.deleted.has(postId) || this.#marked.get(postId) === marked) return
    this.#marked.set(postId, marked)
    this.touch(postId)
  }

  /** Adds what a page says of these posts; state already known and kept current by events wins. */
  seed(postIds: readonly string[], marked: readonly string[]): void {
    const viewer = this.#kit.viewer()
    const isCovered = viewer !== null && this.#kit.isCovered(`user:${viewer.id}`)
    const all = new Set(marked)
    for (const id of postIds) {
      const isCurrent = isCovered && !this.#stale.has(id)
      if (!this.#marked.has(id) || !isCurrent) this.set(id, all.has(id))
    }
  }

  /**
   * From a snapshot, in place of a history that is lost. `shown`: the posts that it covers; if there are none, it covers
   * the newest marked ones. Other posts stay as they are until a page shows them.
   */
  restore(marked: readonly string[], shown: readonly string[]): void {
    const all = new Set(marked)
    const covered = new Set([...shown, ...marked])
    const oldest = shown.length > 0 ? null : (marked.at(-1) ?? '')
    for (const id of this.#marked.keys()) {
      if (!covered.has(id) && (oldest === null || id < oldest)) this.#stale.add(id)
      else this.set(id, all.has(id))
    }
    for (const id of covered) this.set(id, all.has(id))
  }

  /** Forgets a post's mark: the post was deleted, or nothing keeps the mark current. */
  delete(postId: string): void {
    this.#stale.delete(postId)
    if (this.#marked.delete(postId)) this.touch(postId)
  }

  /** Drops the marks of posts that no subscription keeps current. */
  tidy(): void {
    if (this.#kit.isFollowed('feed')) return
    for (const id of this.#marked.keys()) if (!this.#kit.isFollowed(`post:${id}`)) this.delete(id)
  }

  protected touch(postId: string): void {
    this.#kit.touch(`${this.#word}:${postId}`)
  }
}
