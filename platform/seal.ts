// Encrypts ("seals") keys that must be shown again with the site's secret, so that a leaked database reveals none.
import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto'
import { shared } from './shared.ts'

const prefix = 'sealed.v1.'
const cipher = 'aes-256-gcm'
const ivBytes = 12
const tagBytes = 16

/** Shared between the separately bundled pages and the server. */
const holder = shared<Buffer>('seal')

/** Call once at the start. With another secret, values sealed before cannot be opened. */
export function provideSeal(secret: string): void {
  holder.provide(Buffer.from(hkdfSync('sha256', secret, '', 'hubbub keys at rest', 32)))
}

/** Encrypts a text; the result differs each time. */
export function seal(clear: string): string {
  const iv = randomBytes(ivBytes)
  const sealing = createCipheriv(cipher, holder.use(), iv)
  const sealed = Buffer.concat([iv, sealing.update(clear, 'utf8'), sealing.final()])
  return prefix + Buffer.concat([sealed, sealing.getAuthTag()]).toString('base64url')
}

/** Decrypts a value; one that is not sealed (edited by hand) is returned as it is; null: wrong secret. */
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

/** Seals a value unless it is sealed already. */
export function sealedOnce(kept: string): string {
  return isSealed(kept) ? kept : seal(kept)
}
