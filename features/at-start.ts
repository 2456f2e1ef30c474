// One-time work of features before the node takes its first connection.
import type { Database } from '#platform/postgres/database.ts'
import { sealDraftKeys } from './drafts/seal-keys.ts'
import { sealInboxKeys } from './inboxes/seal-keys.ts'

export async function atStart(db: Database): Promise<void> {
  await sealInboxKeys(db)
  await sealDraftKeys(db)
}
