// Server side of comments: commands, events, external changes, and their part of a post's topic.
import { defineServer } from '#features/define-server.ts'
import { commands } from './commands.ts'
import { events } from './events.ts'
import { externalChanges } from './external-changes.ts'
import { comments } from './protocol.ts'
import { adds } from './topics.ts'

export const commentsServer = defineServer(comments, { commands, events, externalChanges, adds })
