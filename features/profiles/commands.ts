// The command editProfile.
import type { Author } from '#platform/author.ts'
import type { In, Rules } from '#features/define-server.ts'
import { writing as writingRate } from '#features/rates.ts'
import { edited } from './hooks.ts'
import type { profiles, ProfileView } from './protocol.ts'
import type { Reader } from '#platform/postgres/database.ts'
import { profileColumns, toProfile } from './rows.ts'

type Profiles = typeof profiles

export const commands: Rules<Profiles>['commands'] = {
  editProfile: {
    rate: writingRate,
    run: ({ actor, input, ...rest }) => setProfile(rest, actor, input),
    keep: (result) => result.profile.id,
    recall: ({ db, actor }) => recallProfile(db, actor.id),
  },
}

/** Changes the given fields and publishes the profile. */
export async function setProfile(
  writing: In<Profiles>,
  actor: Author,
  data: { name?: string; bio?: string; image?: string },
) {
  const row = await writing.tx.user.update({
    where: { id: actor.id },
    data,
    select: profileColumns,
  })
  const profile = toProfile(row)
  await publishProfile(writing, profile)
  return { profile }
}

async function recallProfile(db: Reader, userId: string) {
  const row = await db.user.findUnique({ where: { id: userId }, select: profileColumns })
  return row && { profile: toProfile(row) }
}

/** Publishes a person's new name and avatar to every topic that shows them. */
export async function publishProfile(
  { publish, call }: In<Profiles>,
  profile: ProfileView,
  after: string | null = null,
): Promise<void> {
  if (after === null) publish(`user:${profile.id}`, 'profile.edited', { profile })
  await call(edited, { profile, after })
}
