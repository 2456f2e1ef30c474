// Keys that are shown again are kept sealed with the site's secret: a copy of the database opens nothing.
import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto'
import { shared } from './shared.ts'

const prefix = 'sealed.v1.'
const cipher = 'aes-256-gcm'
const ivBytes = 12
const tagBytes = 16

/** The pages are a bundle of their own. */
const holder = shared<Buffer>('seal')

/** Once at the start, before anything is sealed or opened. Another secret opens nothing that was sealed before. */
export function provideSeal(secret: string): void {
  holder.provide(Buffer.from(hkdfSync('sha256', secret, '', 'hubbub keys at rest', 32)))
}

/** As it is kept: another text each time. */
export function seal(clear: string): string {
  const iv = randomBytes(ivBytes)
  const sealing = createCipheriv(cipher, holder.use(), iv)
  const sealed = Buffer.concat([iv, sealing.update(clear, 'utf8'), sealing.final()])
  return prefix + Buffer.concat([sealed, sealing.getAuthTag()]).toString('base64url')
}

/** What was sealed; what somebody wrote there by hand as it is; null: it cannot be opened with this secret. */
export function unseal(kept: string): string | null {
  if (!kept.startsWith(prefix)) return kept
  const bytes = Buffer.from(kept.slice(prefix.length), 'base64url')
  if (bytes.length < ivBytes + tagBytes) return null
  const opening = createDecipheriv(cipher, holder.use(), bytes.subarray(0, ivBytes))
  opening.setAuthTag(bytes.subarray(-tagBytes))
  try {
    const clear = opening.update(bytes.subarray(ivBytes, -tagBytes))
    return Buffer.concat([clear, opening.final()]).toString('utf8')
  } catch {
    return null
  }
}

export function isSealed(kept: string): boolean {
  return kept.startsWith(prefix)
}

/** As it is kept, whether or not it was sealed before. */
export function sealedOnce(kept: string): string {
  return isSealed(kept) ? kept : seal(kept)
}
