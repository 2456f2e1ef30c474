// Server side of bookmarks: commands, external changes and the viewer's own state.
import { defineServer } from '#features/define-server.ts'
import { commands } from './commands.ts'
import { externalChanges } from './external-changes.ts'
import { bookmarks } from './protocol.ts'
import { own } from './topics.ts'

export const bookmarksServer = defineServer(bookmarks, { commands, externalChanges, own })
