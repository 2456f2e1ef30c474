// The database as the rest of the server sees it: Prisma's client over a bounded pool of connections.
import { PrismaPg } from '@prisma/adapter-pg'
import { PrismaClient } from '#prisma/client.ts'
import type { Prisma } from '#prisma/client.ts'

export type Database = PrismaClient
export type Transaction = Prisma.TransactionClient
/** Whatever can be read from: the database, or a transaction under way. */
export type Reader = Database | Transaction

/** Opens no connection yet: the first query does. */
export function openDatabase(url: string, connections: number): Database {
  const adapter = new PrismaPg({
    connectionString: url,
    max: connections,
    application_name: 'hubbub',
    connectionTimeoutMillis: 10_000,
    idleTimeoutMillis: 30_000,
    keepAlive: true,
  })
  return new PrismaClient({ adapter })
}
