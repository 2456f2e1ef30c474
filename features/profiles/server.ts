// Server side of profiles: commands and external changes.
import { defineServer } from '#features/define-server.ts'
import { commands } from './commands.ts'
import { externalChanges } from './external-changes.ts'
import { profiles } from './protocol.ts'

export const profilesServer = defineServer(profiles, { commands, externalChanges })
