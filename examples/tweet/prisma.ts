// The database of the tweet.
import { PrismaPg } from '@prisma/adapter-pg'
import { PrismaClient } from './prisma/generated/client.ts'

export const connectionString = process.env['DATABASE_URL'] ?? ''
export const prisma = new PrismaClient({ adapter: new PrismaPg({ connectionString }) })

/** The one table and its one row; an app of several keeps migrations. */
export async function createTable(): Promise<void> {
  await prisma.$executeRaw`
    CREATE TABLE IF NOT EXISTS "Tweet" (id INT PRIMARY KEY, likes INT NOT NULL DEFAULT 0)`
  await prisma.tweet.upsert({ where: { id: 1 }, create: { id: 1 }, update: {} })
}
