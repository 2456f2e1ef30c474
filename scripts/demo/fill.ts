// Writes the demonstration's community into an empty database, as one transaction, and never into another.
import { hashPassword } from 'better-auth/crypto'
import { v7 as uuidv7 } from 'uuid'
import type { Database } from '#platform/postgres/database.ts'
import { createCommunity } from './community.ts'
import { people } from './people.ts'

const limits = { maxWait: 10_000, timeout: 60_000 }

/** How many posts were written; 0 when there were some already. */
export async function fill(db: Database, seed: number, password: string): Promise<number> {
  const hash = await hashPassword(password)
  const community = createCommunity(seed, new Date())
  return db.$transaction(async (tx) => {
    if ((await tx.post.count()) > 0 || (await tx.user.count()) > 0) return 0
    await tx.user.createMany({
      data: community.people.map(({ id, handle, name, bio, createdAt }) => ({
        id,
        username: handle,
        displayUsername: handle,
        name,
        bio,
        email: emailOf(handle),
        createdAt,
      })),
    })
    await tx.account.createMany({
      data: community.people.map(({ id }) => ({
        id: uuidv7(),
        accountId: id,
        userId: id,
        providerId: 'credential',
        password: hash,
      })),
    })
    await tx.post.createMany({ data: community.posts })
    await tx.comment.createMany({ data: community.comments })
    await tx.like.createMany({ data: community.likes })
    return community.posts.length
  }, limits)
}

/** The handles of the demonstration's people that are in this database. */
export async function demoHandles(db: Database): Promise<string[]> {
  const rows = await db.user.findMany({
    where: { email: { in: people.map(({ handle }) => emailOf(handle)) } },
    select: { username: true },
  })
  return rows.map(({ username }) => username)
}

function emailOf(handle: string): string {
  return `${handle}@demo.invalid`
}
