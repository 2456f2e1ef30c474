// Commands: shown, kept in the outbox, confirmed or given back.
import { describe, expect, it, vi } from 'vitest'
import type { Command, Answer } from './protocol.ts'
import { Commands } from './client-commands.ts'
import { Notices } from '#live/client/notices.ts'
import { memoryOutbox } from '#live/client/outbox.ts'
import type { Outbox } from '#live/client/outbox.ts'
import { PendingChanges } from './pending.ts'
import { idOf, sampleAuthor, samplePost } from './sample-views.ts'
import { Store } from './store.ts'

const viewer = sampleAuthor(1)
const touch = (): void => undefined

function makeSite(answer: (command: Command) => Promise<Answer>, outbox: Outbox = memoryOutbox()) {
  const store = new Store(viewer, touch)
  const pending = new PendingChanges(touch)
  const notices = new Notices(touch)
  const carriers = { overConnection: () => null, post: answer, isOnline: () => true }
  const commands = new Commands(store, pending, notices, carriers, () => true)
  return {
    store,
    pending,
    notices,
    commands,
    outbox,
    started: commands.start(Promise.resolve(outbox)),
  }
}

const never = (): Promise<Answer> => new Promise(() => undefined)

function refuse(command: Command): Promise<Answer> {
  return Promise.resolve({ type: 'error', ref: command.ref, code: 'invalid', message: 'No.' })
}

describe('a command', () => {
  it('is in the outbox until it is answered, and its result is in the store', async () => {
    const post = samplePost(1)
    let answer = (): void => undefined
    const site = makeSite(
      ({ ref }) =>
        new Promise((resolve) => {
          answer = () => resolve({ type: 'ack', ref, cursor: 'c', result: { post } })
        }),
    )
    await site.started
    const done = site.commands.dispatch({ type: 'post', body: 'Post 1' })
    expect(site.pending.posts(viewer)).toHaveLength(1)
    await vi.waitFor(async () => expect(await site.outbox.load(viewer.id)).toHaveLength(1), {
      timeout: 10_000,
    })
    answer()
    await done
    expect(site.pending.posts(viewer)).toEqual([])
    expect(site.store.posts.get(post.id)).toEqual(post)
    await vi.waitFor(async () => expect(await site.outbox.load(viewer.id)).toEqual([]), {
      timeout: 10_000,
    })
  })

  it("left unanswered by an earlier page is sent again, same ref, same order; another person's is not", async () => {
    const outbox = memoryOutbox()
    const before = makeSite(never, outbox)
    await before.started
    void before.commands.dispatch({ type: 'post', ref: 'one', body: 'One' })
    void before.commands.dispatch({ type: 'comment', ref: 'two', postId: idOf(2, 1), body: 'Two' })
    const command: Command = { type: 'post', ref: 'other', body: 'Theirs' }
    await outbox.put({ userId: idOf(1, 2), command, at: '2026-01-01T00:00:00.000Z', order: 1 })
    await vi.waitFor(async () => expect(await outbox.load(viewer.id)).toHaveLength(2), {
      timeout: 10_000,
    })
    const sent: string[] = []
    const site = makeSite((each) => {
      sent.push(each.ref)
      return refuse(each)
    }, outbox)
    await vi.waitFor(() => expect(sent).toEqual(['one', 'two']), { timeout: 10_000 })
    await site.started
  })

  it('of text that is refused is kept with its sentence, to be sent again or given up', async () => {
    let allow = false
    const site = makeSite((command) =>
      allow
        ? Promise.resolve({
            type: 'ack',
            ref: command.ref,
            cursor: 'c',
            result: { post: samplePost(1) },
          })
        : refuse(command),
    )
    await site.started
    await site.commands.dispatch({ type: 'post', ref: 'a', body: 'One' })
    expect(site.pending.posts(viewer)[0]?.pending).toEqual({
      ref: 'a',
      state: 'failed',
      message: 'No.',
    })
    expect(site.notices.list.map((notice) => notice.message)).toEqual(['No.'])
    allow = true
    site.commands.retry('a')
    await vi.waitFor(() => expect(site.store.posts.size).toBe(1), { timeout: 10_000 })
    expect(site.pending.posts(viewer)).toEqual([])
    allow = false
    await site.commands.dispatch({ type: 'post', ref: 'b', body: 'Two' })
    site.commands.discard('b')
    expect(site.pending.posts(viewer)).toEqual([])
    await vi.waitFor(async () => expect(await site.outbox.load(viewer.id)).toEqual([]), {
      timeout: 10_000,
    })
  })

  it('of state that is refused is taken back with a sentence', async () => {
    const site = makeSite(refuse)
    await site.started
    const post = samplePost(1)
    const done = site.commands.dispatch({ type: 'like', postId: post.id })
    expect(site.pending.overPost(post, false).liked).toBe(true)
    await done
    expect(site.pending.overPost(post, false).liked).toBe(false)
    expect(site.notices.list).toHaveLength(1)
  })
})
