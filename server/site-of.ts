// Builds the interface that pages use from the parts of a node.
import { compareTexts } from '#features/drafts/compare-texts.ts'
import type { In, Write } from '#features/define-server.ts'
import { inboxes } from '#features/inboxes/protocol.ts'
import { receiveVisitorMessage, refuseUnknown } from '#features/inboxes/visitor-message.ts'
import { cutAvatar, setAvatar } from '#features/profiles/avatar.ts'
import { profiles } from '#features/profiles/protocol.ts'
import { writing as writingRate } from '#features/rates.ts'
import type { Answer } from '#features/protocol.ts'
import { SharedReads } from '#live/server/shared-reads.ts'
import type { Drafts } from '#features/drafts/collaboration.ts'
import type { Commands } from '#live/server/commands/commands.ts'
import type { Delays } from '#live/server/delays.ts'
import type { Hub } from '#live/server/hub.ts'
import type { Log } from '#live/server/log/log.ts'
import type { Limits } from '#platform/limits.ts'
import type { Site } from './site.ts'

interface Parts extends Pick<Site, 'db' | 'auth' | 'config' | 'logger' | 'ownership'> {
  log: Log
  limits: Limits
  commands: Commands
  drafts: Drafts
  hub: Hub
  delays: Delays
  /** The node's problems, as sentences. */
  problems(): string[]
}

export function siteOf({
  db,
  auth,
  config,
  logger,
  ownership,
  log,
  limits,
  commands,
  drafts,
  hub,
  delays,
  problems,
}: Parts): Site {
  // Features declare the types of transactions and actors, which the engine leaves open.
  const write: Write = (feature, work) =>
    commands.write(feature, (writing) => work(writing as unknown as In<typeof feature>))
  return {
    db,
    auth,
    config,
    logger,
    ownership,
    cursor: () => log.cursor(),
    shared: new SharedReads(() => log.cursor()),
    execute: (actor, inputs) =>
      Promise.all(inputs.map((input) => commands.run(actor, input) as Promise<Answer>)),
    performance: () => ({
      delays: delays.read(),
      connections: hub.size,
      queuedBytes: hub.queued,
      cursor: log.cursor(),
      problems: problems(),
      uptimeSeconds: process.uptime(),
      memoryBytes: process.memoryUsage.rss(),
    }),
    async receiveVisitorMessage(sent, key) {
      await refuseUnknown(db, sent)
      await limits.outside(key, sent.by)
      return write(inboxes, (writing) => receiveVisitorMessage(writing, sent))
    },
    replaceDraftText: (draftId, text, userId) => drafts.replaceText(draftId, text, userId),
    compareTexts,
    async saveAvatar(actor, bytes) {
      await limits.command(actor.id, writingRate)
      const cut = await cutAvatar(bytes)
      return write(profiles, (writing) => setAvatar(writing, actor, cut))
    },
  }
}
