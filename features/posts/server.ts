// Server side of posts: commands, topics and hooks.
import { defineServer } from '#features/define-server.ts'
import { edited } from '#features/profiles/hooks.ts'
import { commands } from './commands.ts'
import { events } from './events.ts'
import { moveCounts } from './counts.ts'
import { externalChanges, recount } from './external-changes.ts'
import { counted, recounted } from './hooks.ts'
import { posts } from './protocol.ts'
import { topics } from './topics.ts'

export const postsServer = defineServer(posts, { commands, events, externalChanges, topics })
  .on(counted, moveCounts)
  .on(recounted, recount)
  .on(edited, async (all, { publish }) => {
    for (const { profile, after } of all) {
      if (after === null) publish('feed', 'profile.edited', { profile })
    }
  })
