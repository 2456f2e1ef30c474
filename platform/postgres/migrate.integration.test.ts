import { randomBytes } from 'node:crypto'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterEach, beforeEach, describe, expect, inject, test } from 'vitest'
import { createLogger } from '../logger.ts'
import { openDatabase } from './database.ts'
import { migrate } from './migrate.ts'
import { createTestDatabase, dropDatabase } from './test-database.ts'
import { databaseAt, execute } from './test-server.ts'

const logger = createLogger('silent')
let url = ''
let folder = ''

beforeEach(async () => {
  const name = `migrate_${randomBytes(6).toString('hex')}`
  await execute(inject('testServerUrl'), `CREATE DATABASE ${name}`)
  url = databaseAt(inject('testServerUrl'), name)
  folder = await mkdtemp(join(tmpdir(), 'hubbub-migrations-'))
  await writeFile(join(folder, 'migration_lock.toml'), 'provider = "postgresql"\n')
})
afterEach(async () => {
  const name = new URL(url).pathname.slice(1)
  await dropDatabase(name)
  await rm(folder, { recursive: true, force: true })
})

async function write(name: string, sql: string): Promise<void> {
  await mkdir(join(folder, name), { recursive: true })
  await writeFile(join(folder, name, 'migration.sql'), sql)
}

async function query(sql: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows
  } finally {
    await client.end()
  }
}

describe('the migrations of a folder', () => {
  test('are applied in order, once, and recorded as Prisma records them', async () => {
    await write('0002_second', 'INSERT INTO things VALUES (2);')
    await write('0001_first', 'CREATE TABLE things (id int); INSERT INTO things VALUES (1);')
    expect(await migrate(url, folder, logger)).toEqual(['0001_first', '0002_second'])
    expect(await migrate(url, folder, logger)).toEqual([])
    await write('0003_third', 'DELETE FROM things WHERE id = 1;')
    expect(await migrate(url, folder, logger)).toEqual(['0003_third'])
    expect(await query('SELECT id FROM things')).toEqual([{ id: 2 }])
    expect(
      await query(
        `SELECT migration_name, checksum, finished_at > started_at AS finished, rolled_back_at,
         applied_steps_count FROM _prisma_migrations ORDER BY started_at LIMIT 1`,
      ),
    ).toEqual([
      {
        migration_name: '0001_first',
        // sha256sum of the file
        checksum: 'e3f6fd0017d205a5208370333fd62e7fe8cf12f8217326866f03b284bd8a8f57',
        finished: true,
        rolled_back_at: null,
        applied_steps_count: 1,
      },
    ])
  })

  test('of a newer version are refused, and nothing is changed', async () => {
    await write('0001_first', 'CREATE TABLE things (id int);')
    await write('0002_newer', 'INSERT INTO things VALUES (2);')
    await migrate(url, folder, logger)
    await rm(join(folder, '0002_newer'), { recursive: true })
    await write('0003_own', 'DROP TABLE things;')
    await expect(migrate(url, folder, logger)).rejects.toThrow(
      /newer version of Hubbub \(it has 0002_newer\): start that version/,
    )
    expect(await query('SELECT id FROM things')).toEqual([{ id: 2 }])
  })

  test('are applied by one of many that start at once', async () => {
    await write('0001_slow', 'SELECT pg_sleep(0.3); CREATE TABLE things (id int);')
    await write('0002_next', 'CREATE TABLE others (id int);')
    const applied = await Promise.all([1, 2, 3, 4].map(() => migrate(url, folder, logger)))
    expect(applied.flat()).toEqual(['0001_slow', '0002_next'])
  })

  test('may not change after they were applied, but for the ends of their lines', async () => {
    await write('0001_first', 'CREATE TABLE things\n(id int);\n')
    await migrate(url, folder, logger)
    await write('0001_first', 'CREATE TABLE things\r\n(id int);\r\n')
    expect(await migrate(url, folder, logger)).toEqual([])
    await write('0001_first', 'CREATE TABLE things\n(id bigint);\n')
    await expect(migrate(url, folder, logger)).rejects.toThrow(
      'The file of the migration 0001_first was changed after it was applied',
    )
  })

  test('that fail change nothing, and can be mended', async () => {
    await write('0001_first', 'CREATE TABLE things (id int);')
    await write('0002_broken', 'INSERT INTO things VALUES (1); INSERT INTO nowhere VALUES (1);')
    await expect(migrate(url, folder, logger)).rejects.toThrow(
      'The migration 0002_broken could not be applied (relation "nowhere" does not exist). Nothing',
    )
    expect(await query('SELECT id FROM things')).toEqual([])
    await write('0002_broken', 'INSERT INTO things VALUES (1);')
    expect(await migrate(url, folder, logger)).toEqual(['0002_broken'])
  })

  test('may build an index beside running writes, which no transaction allows', async () => {
    await write('0001_first', 'CREATE TABLE things (id int);')
    await write('0002_index', 'CREATE INDEX CONCURRENTLY things_id ON things (id);')
    expect(await migrate(url, folder, logger)).toEqual(['0001_first', '0002_index'])
  })

  test('that were begun and not finished are for a person to look at', async () => {
    await write('0001_first', 'CREATE TABLE things (id int);')
    await migrate(url, folder, logger)
    await query('UPDATE _prisma_migrations SET finished_at = NULL')
    await expect(migrate(url, folder, logger)).rejects.toThrow('prisma migrate resolve')
  })

  test('are not begun on a database that refuses the password, which is said without it', async () => {
    const guess = new URL(url)
    guess.password = 'guess-word'
    const error: unknown = await migrate(guess.href, folder, logger).catch((each: unknown) => each)
    expect(String(error)).toContain('refused the user or the password. Check DATABASE_URL.')
    expect(String(error)).not.toContain('guess-word')
  })
})

describe("the project's own migrations", () => {
  test('make every table and column that the schema names', async () => {
    const { url: migrated, drop } = await createTestDatabase()
    const db = openDatabase(migrated, 4)
    const { user, session, account, verification, avatar } = db
    const { post, like, comment, event, log, answer } = db
    const read = [user, session, account, verification, avatar, post, like, comment, event, answer]
    for (const model of read) {
      expect(await (model as typeof user).findMany()).toEqual([])
    }
    const [row] = await log.findMany()
    expect(row).toMatchObject({ id: 1, pruned: 0n })
    const [begun] = await db.logEpoch.findMany()
    expect(begun).toMatchObject({
      first: 0n,
      epoch: expect.stringMatching(/^[a-z0-9]{8}$/) as string,
    })
    await db.$disconnect()
    await drop()
  })

  test('make ids that sort by the moment they were made', async () => {
    const { url: migrated, drop } = await createTestDatabase()
    const db = openDatabase(migrated, 4)
    const before = Date.now()
    const rows = await db.$queryRaw<{ id: string }[]>`
      SELECT uuid_v7()::text AS id FROM generate_series(1, 1000) AS n ORDER BY n`
    const ids = rows.map(({ id }) => id)
    expect(ids).toEqual(ids.toSorted())
    expect(new Set(ids).size).toBe(1000)
    for (const id of ids)
      expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-/)
    const made = Number.parseInt(ids[0]!.replaceAll('-', '').slice(0, 12), 16)
    expect(Math.abs(made - before)).toBeLessThan(5000)
    await db.$disconnect()
    await drop()
  })

  test('tell every listener that a session has ended', async () => {
    const { url: migrated, drop } = await createTestDatabase()
    const db = openDatabase(migrated, 4)
    const listener = new pg.Client({ connectionString: migrated })
    const heard: string[] = []
    listener.on('notification', ({ payload }) => heard.push(payload ?? ''))
    await listener.connect()
    await listener.query('LISTEN hubbub_session')
    const { sessions } = await db.user.create({
      data: {
        email: 'a@example.org',
        username: 'a',
        name: 'A',
        sessions: { create: { token: 't', expiresAt: new Date() } },
      },
      include: { sessions: true },
    })
    await db.user.deleteMany()
    await expect.poll(() => heard).toEqual([sessions[0]?.id])
    await listener.end()
    await db.$disconnect()
    await drop()
  })
})
