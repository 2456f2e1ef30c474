// The browser's state under random events, in deliveries of any size. A failure prints its seed.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { LiveEvent } from './protocol.ts'
import {
  idOf,
  sampleAuthor,
  sampleComment,
  sampleEvent,
  samplePost,
  sampleProfile,
} from './sample-views.ts'
import { TestBrowser } from './test-browser.ts'

const post = fc.integer({ min: 1, max: 3 })
const person = fc.integer({ min: 1, max: 3 })
const comment = fc.integer({ min: 1, max: 5 })
const count = fc.nat(9)
const words = fc.string({ maxLength: 5 })

/** One step of a history; its event depends on the steps before. */
type Step =
  | { do: 'post' | 'delete post'; post: number; person: number }
  | { do: 'edit post'; post: number; words: string }
  | { do: 'count'; post: number; likes: number; comments: number }
  | { do: 'comment' | 'delete comment'; post: number; comment: number; person: number }
  | { do: 'edit comment'; post: number; comment: number; words: string }
  | { do: 'like'; post: number; liked: boolean }
  | { do: 'rename'; person: number; words: string }

const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ do: fc.constantFrom('post', 'post', 'delete post'), post, person }),
  fc.record({ do: fc.constant('edit post'), post, words }),
  fc.record({ do: fc.constant('count'), post, likes: count, comments: count }),
  fc.record({ do: fc.constantFrom('comment', 'comment', 'delete comment'), post, comment, person }),
  fc.record({ do: fc.constant('edit comment'), post, comment, words }),
  fc.record({ do: fc.constant('like'), post, liked: fc.boolean() }),
  fc.record({ do: fc.constant('rename'), person, words }),
) as fc.Arbitrary<Step>

/** The log that a server would write for these steps: each object is created once, and before it is changed. */
class History {
  readonly log: LiveEvent[] = []
  readonly #made = new Map<string, number>()
  readonly #gone = new Set<string>()
  readonly #names = new Map<number, string>()

  take(each: Step): void {
    if (each.do === 'rename') {
      this.#names.set(each.person, each.words)
      this.log.push(
        sampleEvent('profile.edited', { profile: sampleProfile(each.person, each.words) }),
      )
      return
    }
    const postId = idOf(2, each.post)
    if (each.do === 'post') {
      if (this.#make(postId, each.person)) {
        this.log.push(sampleEvent('post.created', { post: this.#post(each.post) }))
      }
      return
    }
    if (!this.#made.has(postId) || this.#gone.has(postId)) return
    if (each.do === 'delete post') {
      this.#gone.add(postId)
      this.log.push(sampleEvent('post.deleted', { postId }))
    } else if (each.do === 'edit post') {
      this.log.push(
        sampleEvent('post.edited', { post: { ...this.#post(each.post), body: each.words } }),
      )
    } else if (each.do === 'count') {
      const { likes, comments } = each
      this.log.push(sampleEvent('post.counts', { postId, likes, comments }))
    } else if (each.do === 'like') {
      this.log.push(sampleEvent('like.set', { postId, liked: each.liked, ref: null }))
    } else if ('comment' in each) this.#takeComment(each)
  }

  #takeComment(each: Extract<Step, { comment: number }>): void {
    const number = each.post * 10 + each.comment
    const commentId = idOf(3, number)
    if (each.do === 'comment') {
      if (!this.#make(commentId, each.person)) return
      this.log.push(sampleEvent('comment.created', { comment: this.#comment(each.post, number) }))
      return
    }
    if (!this.#made.has(commentId) || this.#gone.has(commentId)) return
    if (each.do === 'delete comment') {
      this.#gone.add(commentId)
      this.log.push(sampleEvent('comment.deleted', { postId: idOf(2, each.post), commentId }))
    } else if (each.do === 'edit comment') {
      const edited = { ...this.#comment(each.post, number), body: each.words }
      this.log.push(sampleEvent('comment.edited', { comment: edited }))
    }
  }

  #make(id: string, by: number): boolean {
    if (this.#made.has(id)) return false
    this.#made.set(id, by)
    return true
  }

  #author(id: string) {
    const by = this.#made.get(id) ?? 1
    return sampleAuthor(by, this.#names.get(by))
  }

  #post(number: number) {
    return samplePost(number, { author: this.#author(idOf(2, number)) })
  }

  #comment(of: number, number: number) {
    return sampleComment(of, number, { author: this.#author(idOf(3, number)) })
  }
}

const log = fc.array(step, { maxLength: 60 }).map((steps) => {
  const history = new History()
  for (const each of steps) history.take(each)
  return history.log
})

/** The store's content after these events. */
function after(events: readonly LiveEvent[]): unknown {
  const store = new TestBrowser(sampleAuthor(1))
  store.posts.lists.open('feed', { posts: [], next: null })
  for (const event of events) store.apply(event)
  const feed = store.posts.lists.get('feed')
  return {
    posts: store.posts.all.toSorted((a, b) => (a.id < b.id ? -1 : 1)),
    comments: [1, 2, 3].map((number) => store.comments.of(idOf(2, number))),
    liked: [1, 2, 3].map((number) => store.likes.get(idOf(2, number))),
    shown: [...(feed?.shown ?? [])].toSorted(),
    waiting: [...(feed?.waiting ?? [])].toSorted(),
    viewer: store.viewer,
  }
}

describe('what is known', () => {
  it('[E7] is the same when every event is applied twice', () => {
    fc.assert(
      fc.property(log, (events) => {
        expect(after(events.flatMap((event) => [event, event]))).toEqual(after(events))
      }),
    )
  })

  it('is the same when the log is delivered again from any earlier cursor', () => {
    fc.assert(
      fc.property(log, fc.nat(60), fc.nat(60), (events, reached, back) => {
        const delivered = events.slice(0, reached)
        const again = events.slice(Math.max(0, delivered.length - back))
        expect(after([...delivered, ...again])).toEqual(after(events))
      }),
    )
  })

  it('is the same when a flush carries only the newest counts of each post', () => {
    fc.assert(
      fc.property(log, fc.integer({ min: 1, max: 20 }), (events, size) => {
        const conflated: LiveEvent[] = []
        for (let from = 0; from < events.length; from += size) {
          const flush = events.slice(from, from + size)
          const newest = new Map<string, LiveEvent>()
          for (const event of flush) {
            if (event.type === 'post.counts') newest.set(event.data.postId, event)
          }
          const kept = new Set(newest.values())
          conflated.push(
            ...flush.filter((event) => event.type !== 'post.counts' || kept.has(event)),
          )
        }
        expect(after(conflated)).toEqual(after(events))
      }),
    )
  })
})
