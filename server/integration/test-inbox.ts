// A shared inbox for integration tests.
import type { InboxSettings } from '#features/inboxes/protocol.ts'
import { readInboxSettings } from '#features/inboxes/queries.ts'
import type { TestNode } from '#server/test-node.ts'
import type { Person } from '#server/test-people.ts'

/** Makes an inbox; returns its settings as its owner sees them. */
export async function newInbox(node: TestNode, owner: Person): Promise<InboxSettings> {
  const { own } = await node.done(owner, { type: 'createRoom', kind: 'inbox', name: 'Corner Shop' })
  const settings = await readInboxSettings(node.db, own.room.id)
  if (!settings) throw new Error('An inbox has no settings.')
  return settings
}
