// What it does: a line and its event are one transaction, and whispers go to two people alone.
import { createLive, pgDatabase, serverFor } from '@hubbub/live/server'
import { chat } from './chat.ts'
import { pool, read, write } from './database.ts'

const database = pgDatabase(pool)

const chatServer = serverFor<typeof database>()(chat, {
  commands: {
    say: {
      async run({ tx, actor, input, publish }) {
        const line = await write(tx, actor.id, null, input.words)
        publish('chat', 'line.said', line)
        return line
      },
    },
    whisper: {
      async run({ tx, actor, input, publish }) {
        const line = await write(tx, actor.id, input.to, input.words)
        for (const person of new Set([actor.id, input.to])) {
          publish(`user:${person}`, 'line.whispered', line)
        }
        return line
      },
    },
  },
  topics: {
    chat: {
      mayFollow: () => true,
      presence: true,
      snapshot: async ({ db }) => ({ lines: await read(db, null) }),
    },
  },
  own: async ({ db, reader }) => ({ whispers: await read(db, reader.id) }),
})

/** Whoever says their name is called so: an app of your own asks its sessions here. */
export function personIn(headers: Headers): { id: string } | null {
  const name = /(?:^|; )name=([^;]+)/.exec(headers.get('cookie') ?? '')?.[1]
  return name === undefined ? null : { id: decodeURIComponent(name) }
}

export const live = createLive({
  features: [chatServer],
  database,
  identify: async (headers) => personIn(headers),
  headers: async () => (await import('next/headers')).headers(),
})
