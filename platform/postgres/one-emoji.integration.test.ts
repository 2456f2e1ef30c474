// Test of the migration that merges old reactions with different forms of the same emoji.
import { randomBytes } from 'node:crypto'
import { cp, mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { expect, inject, test } from 'vitest'
import { asEmoji } from '../text/emoji.ts'
import { createLogger } from '../logger.ts'
import { migrate } from './migrate.ts'
import { dropDatabase } from './test-database.ts'
import { databaseAt, execute } from './test-server.ts'

const migrations = 'prisma/migrations'
const own = '0010_reactions'

test('two forms of an emoji become one, and nobody has given it twice', async () => {
  const name = `reactions_${randomBytes(6).toString('hex')}`
  const server = inject('testServerUrl')
  await execute(server, `CREATE DATABASE ${name}`)
  const url = databaseAt(server, name)
  const folder = await mkdtemp(join(tmpdir(), 'hubbub-reactions-'))
  const logger = createLogger('silent')
  const names = (await readdir(migrations)).filter((each) => each < own || each.endsWith('.toml'))
  for (const each of names)
    await cp(join(migrations, each), join(folder, each), { recursive: true })
  await migrate(url, folder, logger)
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  const given = ['👍', '👍\ufe0f', '❤', '❤\ufe0f', '❤\u200d🔥', '☝\ufe0f🏽', '🇩🇪', '🇦', '©']
  await client.query(`INSERT INTO users (id, email, username, name, "updatedAt")
    SELECT uuid_v7(), 'u' || n, 'u' || n, 'U', now() FROM generate_series(1, 2) AS n`)
  await client.query(`INSERT INTO rooms (kind, name) VALUES ('public', 'r')`)
  await client.query(`INSERT INTO messages ("roomId", "authorId", body)
    SELECT rooms.id, users.id, 'm' FROM rooms, users WHERE username = 'u1' AND rooms.name = 'r'`)
  await client.query(
    `INSERT INTO reactions ("messageId", "userId", emoji, "createdAt")
     SELECT messages.id, users.id, emoji, now() + place * interval '1 second'
     FROM messages, users, unnest($1::text[]) WITH ORDINALITY AS given(emoji, place)
     WHERE username = 'u1' OR place = 2`,
    [given],
  )
  await cp(join(migrations, own), join(folder, own), { recursive: true })
  expect(await migrate(url, folder, logger)).toEqual([own])
  const { rows } = await client.query<{ emoji: string; by: string[] }>(
    `SELECT emoji, array_agg(username ORDER BY username) AS by FROM reactions
     JOIN users ON users.id = "userId" GROUP BY emoji ORDER BY min(reactions."createdAt")`,
  )
  expect(rows).toEqual([
    { emoji: '👍', by: ['u1', 'u2'] },
    { emoji: '❤\ufe0f', by: ['u1'] },
    { emoji: '❤\ufe0f\u200d🔥', by: ['u1'] },
    { emoji: '☝🏽', by: ['u1'] },
    { emoji: '🇩🇪', by: ['u1'] },
    { emoji: '🇦', by: ['u1'] },
    { emoji: '©\ufe0f', by: ['u1'] },
  ])
  for (const { emoji } of rows) if (emoji !== '🇦') expect(asEmoji(emoji)).toBe(emoji)
  await client.end()
  await dropDatabase(name)
  await rm(folder, { recursive: true, force: true })
})
