// Consent: nobody writes a draft, or is named on its post, without having accepted; and everybody named can withdraw.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestNode } from '#server/test-node.ts'
import type { TestNode } from '#server/test-node.ts'
import type { Person } from '#server/test-people.ts'
import { openSse } from '#server/integration/test-readers.ts'
import { TestWriter } from '#server/integration/test-writer.ts'

let node: TestNode
let ada: Person
let bob: Person
let eve: Person
beforeAll(async () => {
  node = await startTestNode()
  ;[ada, bob, eve] = await node.people('ada', 'bob', 'eve')
})
afterAll(() => node.stop())

async function begin(words: string): Promise<{ draftId: string; writer: TestWriter }> {
  const { draftId } = await node.done(ada, { type: 'createDraft' })
  const writer = new TestWriter(node, draftId, ada)
  writer.text.insert(0, words)
  await expect.poll(() => writer.synced).toBe(true)
  return { draftId, writer }
}

async function namedOn(postId: string): Promise<string[]> {
  const rows = await node.db.coauthor.findMany({
    where: { postId },
    select: { user: { select: { username: true } } },
  })
  return rows.map(({ user }) => user.username)
}

test('[C5] whoever is asked reads, is told of it, and is named nowhere until they say yes', async () => {
  const stream = await openSse(node, `topics=user:${bob.id}`, { person: bob })
  const { draftId, writer } = await begin('Words of one')
  await node.done(ada, { type: 'askToDraft', draftId, handle: 'bob', role: 'write' })
  await stream.next(({ type }) => type === 'draft.changed')
  const asked = new TestWriter(node, draftId, bob)
  await expect.poll(() => asked.text.toString()).toBe('Words of one')
  asked.text.insert(0, 'Not yet: ')
  for (const type of ['keepVersion', 'updatePublished']) {
    expect(await node.refused(bob, { type, draftId })).toBe('forbidden')
  }
  const { post } = await node.done(ada, { type: 'publishDraft', draftId })
  expect(post.coauthors).toEqual([])
  expect(writer.text.toString()).toBe('Words of one')
  asked.end()

  await node.done(bob, { type: 'acceptDraft', draftId })
  const accepted = new TestWriter(node, draftId, bob)
  await expect.poll(() => accepted.text.toString()).toBe('Words of one')
  accepted.text.insert(accepted.text.length, ' and another')
  await expect.poll(() => writer.text.toString()).toBe('Words of one and another')
  await node.done(bob, { type: 'updatePublished', draftId }).catch(() => undefined)
  const updated = await node.done(ada, { type: 'updatePublished', draftId })
  expect(updated.post.coauthors.map(({ handle }) => handle)).toEqual(['bob'])
  writer.end()
  accepted.end()
  stream.close()
})

test('a name that is taken off is gone on every screen, and no update puts it there again', async () => {
  const { draftId, writer } = await begin('Together')
  await node.done(ada, { type: 'askToDraft', draftId, handle: 'bob', role: 'write' })
  await node.done(bob, { type: 'acceptDraft', draftId })
  const { post } = await node.done(ada, { type: 'publishDraft', draftId })
  expect(await namedOn(post.id)).toEqual(['bob'])
  const readers = await Promise.all(
    ['feed', `post:${post.id}`].map((topic) => openSse(node, `topics=${topic}`)),
  )
  for (const person of [ada, eve]) {
    expect(await node.refused(person, { type: 'takeNameOff', postId: post.id })).toBe('not_found')
  }
  const own = new TestWriter(node, draftId, bob)
  await expect.poll(() => own.text.toString()).toBe('Together')
  await node.done(bob, { type: 'takeNameOff', postId: post.id })
  for (const reader of readers) {
    const event = await reader.next(({ type }) => type === 'post.edited')
    expect(event).toMatchObject({
      data: { data: { post: { id: post.id, body: 'Together', coauthors: [] } } },
    })
    reader.close()
  }
  // Once the change of role is known, no update of theirs is accepted.
  await expect.poll(() => own.closed).not.toBe(null)
  writer.text.insert(8, ' no more')
  await expect.poll(() => writer.synced).toBe(true)
  await node.done(ada, { type: 'updatePublished', draftId })
  expect(await namedOn(post.id)).toEqual([])
  expect(await node.refused(bob, { type: 'keepVersion', draftId })).toBe('forbidden')
  own.end()
  writer.end()
})

test('a yes is to what was asked: a reader who is to write is asked anew, and what was taken back cannot be accepted', async () => {
  const { draftId, writer } = await begin('For two')
  await node.done(ada, { type: 'askToDraft', draftId, handle: 'bob', role: 'read' })
  expect(await node.refused(bob, { type: 'acceptDraft', draftId })).toBe('not_found')
  await node.done(ada, { type: 'askToDraft', draftId, handle: 'bob', role: 'write' })
  expect(await node.refused(bob, { type: 'keepVersion', draftId })).toBe('forbidden')
  await node.done(bob, { type: 'acceptDraft', draftId })
  // A repeated invitation takes nothing back.
  await node.done(ada, { type: 'askToDraft', draftId, handle: 'bob', role: 'write' })
  await node.done(bob, { type: 'keepVersion', draftId })
  await node.done(bob, { type: 'removeFromDraft', draftId, userId: bob.id })
  expect(await node.refused(bob, { type: 'acceptDraft', draftId })).toBe('not_found')
  expect(await node.refused(eve, { type: 'acceptDraft', draftId })).toBe('not_found')
  writer.end()
})
