// After a change of name, subscribed pages show the new one wherever the person is named, as a fresh page does.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { newInbox } from './test-inbox.ts'
import { bringIn, startTestNode, writePost } from '#server/test-node.ts'
import type { TestNode } from '#server/test-node.ts'
import type { Person } from '#server/test-people.ts'
import { FollowingPage } from './test-following-page.ts'

let node: TestNode
let ada: Person
let bob: Person
let carol: Person

beforeAll(async () => {
  node = await startTestNode()
  ;[ada, bob, carol] = await node.people('ada', 'bob', 'carol')
})
afterAll(() => node.stop())

test.each(['sse', 'websocket'] as const)(
  'over %s: co-authors, direct rooms, whoever looks after a conversation, who said something, who asks one in',
  async (transport) => {
    const postId = await writePost(node, carol, 'Together')
    await node.db.coauthor.create({ data: { postId, userId: bob.id } })
    await node.done(bob, { type: 'comment', postId, body: 'Mine too' })
    const direct = await node.done(ada, { type: 'openDirect', handles: ['bob', 'carol'] })
    const roomId = direct.own.room.id
    const { message } = await node.done(bob, { type: 'message', roomId, body: 'Hello' })
    await node.done(carol, { type: 'message', roomId, body: 'And you', replyTo: message.id })
    const inbox = await newInbox(node, ada)
    await bringIn(node, ada, inbox.roomId, bob)
    const conversation = await node.db.room.create({
      data: {
        kind: 'conversation',
        name: 'Vera',
        conversation: { create: { inboxId: inbox.roomId, assigneeId: bob.id } },
        members: { create: [{ userId: ada.id }, { userId: bob.id }] },
      },
    })
    const other = await node.done(bob, { type: 'createRoom', kind: 'private', name: 'Loft' })
    await node.done(bob, { type: 'invite', roomId: other.own.room.id, handle: 'ada' })
    const page = await FollowingPage.open(node, ada, { postId, roomId }, transport)
    await page.caughtUp()
    const name = `Robert by ${transport}`
    await page.changesBy(() => node.done(bob, { type: 'editProfile', name, bio: '' }))
    const shown = JSON.stringify(page.shown)
    // Co-author, comment, direct room, assignee, message, quoted message, invitation.
    expect(shown.split(`"${name}"`).length - 1).toBeGreaterThanOrEqual(7)
    expect(shown).toContain(conversation.id)
    page.close()
  },
)
