// External changes (Prisma Studio, `psql`) of accounts and avatars. Rows of a deleted account have notes of their own:
// the database deletes them by cascade.
import type { In, Rules } from '#features/define-server.ts'
import { freshAvatarPath } from './avatar.ts'
import { publishProfile } from './commands.ts'
import type { profiles } from './protocol.ts'
import { profileColumns, toProfile } from './rows.ts'
import { valuesOf } from '#live/server/external/notes.ts'
import type { Note } from '#live/server/external/notes.ts'

type Profiles = typeof profiles

export const externalChanges: Rules<Profiles>['externalChanges'] = {
  users: { keys: ['id'], take: takeUsers },
  avatars: { keys: ['userId'], take: takeAvatars },
}

async function takeUsers(notes: readonly Note[], writing: In<Profiles>): Promise<void> {
  await hold(writing, valuesOf(notes, 'id'))
  const goesOn = ({ keys }: Note): boolean => keys['after'] !== undefined
  const whole = notes.filter((note) => !goesOn(note))
  await publishPeople(writing, valuesOf(whole, 'id'))
  for (const { keys } of notes.filter(goesOn)) {
    const { id = '', after = null } = keys
    // oxlint-disable-next-line no-await-in-loop
    await publishPeople(writing, [id], after)
  }
}

async function takeAvatars(notes: readonly Note[], writing: In<Profiles>): Promise<void> {
  const { tx } = writing
  const ids = valuesOf(notes, 'userId')
  await hold(writing, ids)
  const pictures = await tx.avatar.findMany({
    where: { userId: { in: ids } },
    select: { userId: true },
  })
  const shown = new Set(pictures.map(({ userId }) => userId))
  for (const userId of ids) {
    const image = shown.has(userId) ? freshAvatarPath(userId) : null
    // oxlint-disable-next-line no-await-in-loop
    await tx.user.updateMany({ where: { id: userId }, data: { image } })
  }
  await publishPeople(writing, ids)
}

async function hold({ tx }: In<Profiles>, ids: readonly string[]): Promise<void> {
  await tx.$queryRaw`
    SELECT 1 FROM users WHERE id = ANY(${ids}::uuid[]) ORDER BY id FOR NO KEY UPDATE`
}

/** With `after`, only in the rooms after that one. */
async function publishPeople(
  writing: In<Profiles>,
  ids: readonly string[],
  after: string | null = null,
): Promise<void> {
  const rows = await writing.tx.user.findMany({
    where: { id: { in: [...ids] } },
    orderBy: { id: 'asc' },
    select: profileColumns,
  })
  for (const row of rows) {
    // oxlint-disable-next-line no-await-in-loop
    await publishProfile(writing, toProfile(row), after)
  }
}
