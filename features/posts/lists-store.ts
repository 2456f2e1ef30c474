// Which posts a feed shows and which wait to be asked for. Post ids sort by the moment they were
// made, so a list is a set of ids, shown newest first.
import type { PostPage, PostView } from './protocol.ts'

/** `feed`, or one person's posts. */
export type ListKey = 'feed' | `by:${string}`

/** Of more posts that wait only the newest are kept: a page may be left open for days. */
export const mostWaiting = 100

export interface PostList {
  shown: ReadonlySet<string>
  waiting: ReadonlySet<string>
  /** The `before` of the page that follows; null at the end. */
  next: string | null
  /** What reveal() puts in place of everything, where posts between it and the rest are unknown. */
  fresh: PostPage | null
  /** Whether older posts that waited were let go: what is shown does not follow on what waits. */
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

  /** Shows the page that a list begins with; where it meets what is shown, both stay. */
  open(key: ListKey, page: PostPage): void {
    const list = this.#lists.get(key)
    const ids = this.#alive(page.posts)
    const meets =
      list !== undefined && !list.cut && (ids.length === 0 || ids.some((id) => list.shown.has(id)))
    if (meets && ids.every((id) => list.shown.has(id))) return
    if (meets) this.#show(key, list, ids, list.next)
    else this.#set(key, { ...empty, shown: new Set(ids), next: page.next })
  }

  /** Shows the page that follows. */
  append(key: ListKey, page: PostPage): void {
    const list = this.#lists.get(key)
    if (list) this.#show(key, list, this.#alive(page.posts), page.next)
  }

  /** A new post: one's own is shown, another's waits. Returns those that no list keeps any more. */
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

  /** Shows what waits. */
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

  /** Takes the newest page as the truth: what is new in it waits, what it lacks is gone. */
  restore(key: ListKey, page: PostPage): void {
    const list = this.#lists.get(key)
    if (!list) return
    const ids = this.#alive(page.posts)
    const oldest = page.next === null ? '' : (page.posts.at(-1)?.id ?? '')
    const stays = (id: string): boolean => id < oldest || ids.includes(id)
    const shown = new Set([...list.shown].filter(stays))
    const waiting = new Set(ids.filter((id) => !shown.has(id)))
    const meets = shown.size === 0 || ids.some((id) => shown.has(id)) || page.next === null
    // Of what waited before and is older than this page, nobody knows where it was.
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

  /** Returns those that wait no longer. */
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
