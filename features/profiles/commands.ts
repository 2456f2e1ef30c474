// editProfile, and the picture that goes with it.
import sharp from 'sharp'
import { Refusal } from '#platform/errors.ts'
import type { Author } from '#platform/author.ts'
import type { ProfileView } from './protocol.ts'
import type { Transaction } from '#platform/postgres/database.ts'
import { readRoomsOfPerson } from '#features/rooms/queries.ts'
import { profileColumns, toProfile } from '#features/rows.ts'
import { retell } from '#live/server/external/notes.ts'
import { alone } from '#live/server/commands/change.ts'
import type { Change } from '#live/server/commands/change.ts'

export const editProfile = alone<'editProfile'>((tx, { actor, command }, change) =>
  setProfile(tx, actor, { name: command.name, bio: command.bio }, change),
)

async function setProfile(
  tx: Transaction,
  actor: Author,
  data: { name?: string; bio?: string; image?: string },
  change: Change,
) {
  const row = await tx.user.update({ where: { id: actor.id }, data, select: profileColumns })
  const profile = toProfile(row)
  await tellProfile(tx, profile, change)
  return { profile }
}

/** Where a person's picture is from now on: the version in it lets browsers keep a picture for good. */
export function freshAvatarPath(userId: string): string {
  return `/avatars/${userId}?v=${Date.now().toString(36)}`
}

/** In how many rooms somebody is told of at once: the rest follows in transactions of its own, and holds nobody up. */
const roomsAtOnce = 500

/**
 * Says who somebody is now, wherever they are shown: an open room follows nothing but itself. With `after`, only in
 * the rooms behind that one.
 */
export async function tellProfile(
  tx: Transaction,
  profile: ProfileView,
  change: Change,
  after: string | null = null,
): Promise<void> {
  const rooms = await readRoomsOfPerson(tx, profile.id, roomsAtOnce, after)
  const last = rooms.length === roomsAtOnce ? rooms.at(-1) : undefined
  if (last !== undefined) await retell(tx, 'users', [{ id: profile.id, after: last }])
  const everywhere = after === null ? (['feed', `user:${profile.id}`] as const) : []
  const topics = [...everywhere, ...rooms.map((id) => `room:${id}` as const)]
  for (const topic of topics) {
    change.events.push({ topic, type: 'profile.edited', data: { profile } })
  }
}

// What browsers make pictures of, and nothing else that libvips can read: an SVG is a program, not a picture.
sharp.block({ operation: ['VipsForeignLoad'] })
sharp.unblock({
  operation: ['Jpeg', 'Png', 'Webp', 'Nsgif', 'Heif'].map((format) => `VipsForeignLoad${format}`),
})

const avatarSize = 256
const maxPixels = 50_000_000

/** Cuts an uploaded picture to a square of 256 pixels. Throws a Refusal when it is no picture. */
export async function cutAvatar(bytes: Uint8Array): Promise<Uint8Array<ArrayBuffer>> {
  try {
    const cut = await sharp(bytes, { limitInputPixels: maxPixels, failOn: 'error' })
      .rotate()
      .resize(avatarSize, avatarSize, { fit: 'cover' })
      .webp({ quality: 82 })
      .toBuffer()
    return Uint8Array.from(cut)
  } catch {
    throw new Refusal(
      'invalid',
      'This file is not a picture that can be read. PNG, JPEG, WebP, GIF and AVIF work.',
    )
  }
}

/** Stores a person's cut picture and tells everybody. */
export async function setAvatar(
  tx: Transaction,
  actor: Author,
  bytes: Uint8Array<ArrayBuffer>,
  change: Change,
): Promise<string> {
  const avatar = { type: 'image/webp', bytes }
  await tx.avatar.upsert({
    where: { userId: actor.id },
    create: { userId: actor.id, ...avatar },
    update: avatar,
  })
  const image = freshAvatarPath(actor.id)
  await setProfile(tx, actor, { image }, change)
  return image
}
