// Server side of drafts: commands and external changes.
import { defineServer } from '#features/define-server.ts'
import { commands } from './commands.ts'
import { externalChanges } from './external-changes.ts'
import { drafts } from './protocol.ts'

export const draftsServer = defineServer(drafts, { commands, externalChanges })
