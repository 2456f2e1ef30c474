// Server side of inboxes: commands, topics and hooks.
import { defineServer } from '#features/define-server.ts'
import { came, changed, deleted, edited, made, moving, said, went } from '#features/rooms/hooks.ts'
import { commands } from './commands.ts'
import { events } from './events.ts'
import { afterDeletions, afterEdits, afterMessages } from './conversation.ts'
import { externalChanges } from './external-changes.ts'
import { inboxes } from './protocol.ts'
import { whenCame, whenChanged, whenMade, whenMoving, whenWent } from './reactions.ts'
import { topics } from './topics.ts'

export const inboxesServer = defineServer(inboxes, { commands, events, externalChanges, topics })
  .on(made, whenMade)
  .on(moving, whenMoving)
  .on(came, whenCame)
  .on(went, whenWent)
  .on(changed, whenChanged)
  .on(said, (all, writing) => afterMessages(writing, all.flat()))
  .on(edited, (all, writing) => afterEdits(writing, all.flat()))
  .on(deleted, (all, writing) => afterDeletions(writing, all.flat()))
