// Server side of rooms: commands, topics and hooks.
import { defineServer } from '#features/define-server.ts'
import { edited } from '#features/profiles/hooks.ts'
import { commands } from './commands.ts'
import { events } from './events.ts'
import { externalChanges } from './external-changes.ts'
import { publishProfiles } from './people.ts'
import { rooms } from './protocol.ts'
import { topics, own } from './topics.ts'

export const roomsServer = defineServer(rooms, {
  commands,
  events,
  externalChanges,
  topics,
  own,
}).on(edited, publishProfiles)
