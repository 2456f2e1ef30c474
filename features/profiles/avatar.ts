// Somebody's picture: cut when it is uploaded, kept beside the account.
import sharp from 'sharp'
import type { In } from '#features/define-server.ts'
import type { Author } from '#platform/author.ts'
import { Refusal } from '#platform/errors.ts'
import { setProfile } from './commands.ts'
import type { profiles } from './protocol.ts'

/** Where a person's picture is from now on: the version in it lets browsers keep a picture for good. */
export function freshAvatarPath(userId: string): string {
  return `/avatars/${userId}?v=${Date.now().toString(36)}`
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

/** Stores a person's cut picture and tells everybody; returns its path. */
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
