import sharp from 'sharp'
import { expect, test } from 'vitest'
import { cutAvatar } from './avatar.ts'

const plain = sharp({ create: { width: 40, height: 20, channels: 3, background: 'teal' } })

test.each([
  ['JPEG', plain.clone().jpeg()],
  ['PNG', plain.clone().png()],
  ['WebP', plain.clone().webp()],
  ['GIF', plain.clone().gif()],
  ['AVIF', plain.clone().avif()],
])('a picture in %s is cut to a square', async (_format, picture) => {
  const cut = await cutAvatar(await picture.toBuffer())
  expect(await sharp(cut).metadata()).toMatchObject({ format: 'webp', width: 256, height: 256 })
})

test.each([
  [
    'SVG',
    '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9" height="9"/></svg>',
  ],
  [
    'SVG behind a declaration',
    '<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>',
  ],
  ['PDF', '%PDF-1.4 1 0 obj<</Type/Catalog>>endobj'],
  ['plain words', 'no picture at all'],
  ['nothing', ''],
])('%s is no picture', async (_name, text) => {
  await expect(cutAvatar(Buffer.from(text))).rejects.toThrow('not a picture')
})

test('TIFF is no picture', async () => {
  await expect(cutAvatar(await plain.clone().tiff().toBuffer())).rejects.toThrow('not a picture')
})
