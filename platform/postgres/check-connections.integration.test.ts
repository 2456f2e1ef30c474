// Tests of checkConnections: the start fails with a sentence when the database grants too few connections.
import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { PrismaPg } from '@prisma/adapter-pg'
import { PrismaClient } from '#prisma/client.ts'
import { checkConnections, checkKnown } from './check-connections.ts'
import { openDatabase } from './database.ts'
import { PostgresError } from './errors.ts'
import { createLogger } from '../logger.ts'
import { migrate } from './migrate.ts'
import { createTestDatabase, dropDatabase } from './test-database.ts'
import type { TestDatabase } from './test-database.ts'
import { databaseAt, execute } from './test-server.ts'

let database: TestDatabase
const role = `limited_${randomBytes(4).toString('hex')}`
let limited: string
let superuser: string

beforeAll(async () => {
  database = await createTestDatabase()
  const address = new URL(database.url)
  superuser = databaseAt(inject('testSuperuserUrl'), address.pathname.slice(1))
  await execute(superuser, `CREATE ROLE ${role} LOGIN PASSWORD 'limited'`)
  address.username = role
  address.password = 'limited'
  limited = address.href
})
afterAll(async () => {
  await execute(superuser, `DROP ROLE ${role}`)
  await database.drop()
})

test('enough connections of its own are fine', async () => {
  await expect(checkConnections(database.url, 15)).resolves.toBeUndefined()
  await expect(checkConnections(limited, 15)).resolves.toBeUndefined()
})

test.each([0, 1, 2, 14])('a role that may have %d connections is refused', async (most) => {
  await execute(superuser, `ALTER ROLE ${role} CONNECTION LIMIT ${most}`)
  const refused = checkConnections(limited, 15)
  await expect(refused).rejects.toBeInstanceOf(PostgresError)
  await expect(refused).rejects.toThrow(/fewer than the 15 connections/)
  await expect(refused).rejects.not.toThrow('limited:')
  await execute(superuser, `ALTER ROLE ${role} CONNECTION LIMIT -1`)
})

test('a role that may not make tables, and a database that is read-only, are told how to mend it', async () => {
  const empty = databaseAt(limited, await createEmpty())
  const name = new URL(empty).pathname.slice(1)
  const migrating = () => migrate(empty, 'prisma/migrations', createLogger('silent'))
  await expect(migrating()).rejects.toThrow(`GRANT CREATE, USAGE ON SCHEMA public TO ${role};`)
  await execute(superuser, `ALTER DATABASE ${name} OWNER TO ${role}`)
  await execute(superuser, `ALTER DATABASE ${name} SET default_transaction_read_only = on`)
  await expect(migrating()).rejects.toThrow('is read-only')
  await execute(superuser, `ALTER DATABASE ${name} SET default_transaction_read_only = off`)
  await expect(migrating()).resolves.not.toEqual([])
  await dropDatabase(name)
})

async function createEmpty(): Promise<string> {
  const name = `test_${randomBytes(6).toString('hex')}`
  await execute(superuser, `CREATE DATABASE ${name}`)
  return name
}

test('a database that takes too few is refused', async () => {
  const name = new URL(database.url).pathname.slice(1)
  await execute(superuser, `ALTER DATABASE ${name} CONNECTION LIMIT 9`)
  await expect(checkConnections(limited, 15)).rejects.toThrow(/fewer than the 15 connections/)
})

test('connections that are not known as the app are refused', async () => {
  const known = openDatabase(database.url, 1)
  await expect(checkKnown(known)).resolves.toBeUndefined()
  await known.$disconnect()
  const adapter = new PrismaPg({ connectionString: database.url, application_name: 'hubbub' })
  const other = new PrismaClient({ adapter })
  await expect(checkKnown(other)).rejects.toThrow(/hubbub\.node/)
  await other.$disconnect()
})
