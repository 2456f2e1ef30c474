// Store of lists of posts: which posts a feed shows, and which wait behind a button. Post ids sort by time of creation,
// so a list is a set of ids, shown newest first.
import type { PostPage, PostView } from './protocol.ts'

/** `feed`, or one author's posts. */
export type ListKey = 'feed' | `by:${string}`

/** Of more waiting posts only the newest are kept: a page may be left open for days. */
export const mostWaiting = 100

export interface PostList {
  shown: ReadonlySet<string>
  waiting: ReadonlySet<string>
  /** The `before` of the page that follows; null at the end. */
  next: string | null
  /** The page with which reveal() replaces everything, when posts in between are not known. */
  fresh: PostPage | null
  /** Whether older waiting posts were dropped: then there is a gap between the shown and the waiting ones. */
  cut: boolean
}

const empty = { waiting: new Set<string>(), fresh: null, cut: false } as const

export class PostLists {
  readonly #lists = new Map<ListKey, PostList>()
  readonly #deleted: Set<string>
  readonly #touch: (key: string) => void

  constructor(deleted: Set<string>, touch: (key: string) => void) {
    this.#deleted = deleted
    this.#touch = touch
  }

  get(key: ListKey): PostList | null {
    return this.#lists.get(key) ?? null
  }

  /** Shows a list's first page; where it overlaps with what is shown, both stay. */
  open(key: ListKey, page: PostPage): void {
    const list = this.#lists.get(key)
    const ids = this.#alive(page.posts)
    const meets =
      list !== undefined && !list.cut && (ids.length === 0 || ids.some((id) => list.shown.has(id)))
    if (meets && ids.every((id) => list.shown.has(id))) return
    if (meets) this.#show(key, list, ids, list.next)
    else this.#set(key, { ...empty, shown: new Set(ids), next: page.next })
  }

  /** Shows the next page. */
  append(key: ListKey, page: PostPage): void {
    const list = this.#lists.get(key)
    if (list) this.#show(key, list, this.#alive(page.posts), page.next)
  }

  /** A new post: the viewer's own is shown, another's waits. Returns ids of posts that no list needs any more. */
  arrive(post: PostView, own: boolean): string[] {
    if (this.#deleted.has(post.id)) return []
    const letGo: string[] = []
    for (const key of ['feed', `by:${post.author.id}`] as const) {
      const list = this.#lists.get(key)
      if (!list || list.shown.has(post.id) || (!own && list.waiting.has(post.id))) continue
      const waiting = new Set(list.waiting)
      waiting.delete(post.id)
      if (own) this.#set(key, { ...list, waiting, shown: new Set([...list.shown, post.id]) })
      else letGo.push(...this.#wait(key, list, waiting.add(post.id)))
    }
    return letGo.filter((id) => !this.#keeps(id))
  }

  /** Shows the waiting posts. */
  reveal(key: ListKey): void {
    const list = this.#lists.get(key)
    if (!list) return
    const { waiting } = list
    if (list.cut) {
      const oldest = oldestOf(waiting)
      const newer = [...list.shown].filter((id) => id > oldest)
      this.#set(key, { ...empty, shown: new Set([...newer, ...waiting]), next: oldest })
      return
    }
    const shown = new Set([...(list.fresh ? [] : list.shown), ...waiting])
    const next = list.fresh ? list.fresh.next : list.next
    this.#set(key, { ...empty, shown, next })
  }

  /** Replaces with the newest page: posts new in it wait, posts missing in it are removed. */
  restore(key: ListKey, page: PostPage): void {
    const list = this.#lists.get(key)
    if (!list) return
    const ids = this.#alive(page.posts)
    const oldest = page.next === null ? '' : (page.posts.at(-1)?.id ?? '')
    const stays = (id: string): boolean => id < oldest || ids.includes(id)
    const shown = new Set([...list.shown].filter(stays))
    const waiting = new Set(ids.filter((id) => !shown.has(id)))
    const meets = shown.size === 0 || ids.some((id) => shown.has(id)) || page.next === null
    // Waiting posts older than this page: what lies between them and the page is not known.
    const cut = waiting.size > 0 && (list.cut || [...list.waiting].some((id) => id < oldest))
    this.#set(key, { shown, waiting, next: list.next, fresh: meets ? null : page, cut })
  }

  remove(id: string): void {
    for (const [key, list] of this.#lists) {
      if (!list.shown.has(id) && !list.waiting.has(id)) continue
      const [shown, waiting] = [new Set(list.shown), new Set(list.waiting)]
      shown.delete(id)
      waiting.delete(id)
      this.#set(key, { ...list, shown, waiting })
    }
  }

  forget(key: ListKey): void {
    if (this.#lists.delete(key)) this.#touch(`list:${key}`)
  }

  /** Returns the ids of those that wait no longer. */
  #wait(key: ListKey, list: PostList, waiting: Set<string>): string[] {
    if (waiting.size <= mostWaiting) {
      this.#set(key, { ...list, waiting })
      return []
    }
    const oldest = oldestOf(waiting)
    waiting.delete(oldest)
    this.#set(key, { ...list, waiting, cut: true })
    return [oldest]
  }

  #keeps(id: string): boolean {
    return [...this.#lists.values()].some(({ shown, waiting }) => shown.has(id) || waiting.has(id))
  }

  #alive(posts: readonly PostView[]): string[] {
    return posts.map((post) => post.id).filter((id) => !this.#deleted.has(id))
  }

  #show(key: ListKey, list: PostList, ids: readonly string[], next: string | null): void {
    const shown = new Set([...list.shown, ...ids])
    const waiting = new Set([...list.waiting].filter((id) => !shown.has(id)))
    this.#set(key, { ...list, shown, waiting, next })
  }

  #set(key: ListKey, list: PostList): void {
    this.#lists.set(key, list)
    this.#touch(`list:${key}`)
  }
}

function oldestOf(ids: ReadonlySet<string>): string {
  return [...ids].reduce((oldest, id) => (id < oldest ? id : oldest))
}
