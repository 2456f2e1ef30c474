// People and their pictures, changed by somebody else than the app. What belonged to somebody whose account is gone is
// noted row by row: the database deletes it with them.
import { freshAvatarPath, tellProfile } from './commands.ts'
import { profileColumns, toProfile } from '#features/rows.ts'
import { valuesOf } from '#live/server/external/notes.ts'
import type { Handler, Note, Stride } from '#live/server/external/notes.ts'

export const users: Handler = async (stride, notes) => {
  await hold(stride, valuesOf(notes, 'id'))
  const goesOn = ({ keys }: Note): boolean => keys['after'] !== undefined
  const whole = notes.filter((note) => !goesOn(note))
  await tellPeople(stride, valuesOf(whole, 'id'))
  for (const { keys } of notes.filter(goesOn)) {
    const { id = '', after = null } = keys
    // oxlint-disable-next-line no-await-in-loop
    await tellPeople(stride, [id], after)
  }
}

export const avatars: Handler = async (stride, notes) => {
  const { tx } = stride
  const ids = valuesOf(notes, 'userId')
  await hold(stride, ids)
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
  await tellPeople(stride, ids)
}

async function hold({ tx }: Stride, ids: readonly string[]): Promise<void> {
  await tx.$queryRaw`
    SELECT 1 FROM users WHERE id = ANY(${ids}::uuid[]) ORDER BY id FOR NO KEY UPDATE`
}

/** With `after`, only in the rooms behind that one. */
async function tellPeople(
  { tx, change }: Stride,
  ids: readonly string[],
  after: string | null = null,
): Promise<void> {
  const rows = await tx.user.findMany({
    where: { id: { in: [...ids] } },
    orderBy: { id: 'asc' },
    select: profileColumns,
  })
  for (const row of rows) {
    // oxlint-disable-next-line no-await-in-loop
    await tellProfile(tx, toProfile(row), change, after)
  }
}
