// Avatars: cropped on upload, stored beside the account.
import sharp from 'sharp'
import type { In } from '#features/define-server.ts'
import type { Author } from '#platform/author.ts'
import { Refusal } from '#platform/errors.ts'
import { setProfile } from './commands.ts'
import type { profiles } from './protocol.ts'

/** A new path for a person's avatar: the version in it lets browsers cache it for good. */
export function freshAvatarPath(userId: string): string {
  return `/avatars/${userId}?v=${Date.now().toString(36)}`
}

// Only formats that browsers display, not all that libvips can read: an SVG can hold scripts.
sharp.block({ operation: ['VipsForeignLoad'] })
sharp.unblock({
  operation: ['Jpeg', 'Png', 'Webp', 'Nsgif', 'Heif'].map((format) => `VipsForeignLoad${format}`),
})

const avatarSize = 256
const maxPixels = 50_000_000

/** Crops an uploaded picture to a square of 256 pixels. Throws a Refusal when it is no picture. */
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

/** Stores a person's cropped avatar and publishes it; returns its path. */
export async function setAvatar(
  writing: In<typeof profiles>,
  actor: Author,
  bytes: Uint8Array<ArrayBuffer>,
): Promise<string> {
  const avatar = { type: 'image/webp', bytes }
  await writing.tx.avatar.upsert({
    where: { userId: actor.id },
    create: { userId: actor.id, ...avatar },
    update: avatar,
  })
  const image = freshAvatarPath(actor.id)
  await setProfile(writing, actor, { image })
  return image
}
