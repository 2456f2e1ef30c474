// Server side of likes: commands, external changes and the viewer's own state.
import { defineServer } from '#features/define-server.ts'
import { commands } from './commands.ts'
import { externalChanges } from './external-changes.ts'
import { likes } from './protocol.ts'
import { own } from './topics.ts'

export const likesServer = defineServer(likes, { commands, externalChanges, own })
