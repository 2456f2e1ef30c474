// What it does: one transaction holds the row and the event.
import { createLive, prismaDatabase, serverFor } from '@hubbub/live/server'
import { connectionString, prisma } from './prisma.ts'
import { tweet } from './tweet.ts'

const database = prismaDatabase(prisma, connectionString)

const tweetServer = serverFor<typeof database>()(tweet, {
  commands: {
    like: {
      async run({ tx, publish }) {
        const data = { likes: { increment: 1 } }
        const { likes } = await tx.tweet.update({ where: { id: 1 }, data })
        publish('tweet', 'tweet.liked', { likes })
        return { likes }
      },
    },
  },
  topics: { tweet: { mayFollow: () => true, snapshot: ({ db }) => db.tweet.findFirstOrThrow() } },
})

export const live = createLive({ features: [tweetServer], database })
