// The headers that keep a page to itself.
import { randomBytes } from 'node:crypto'

export const nonceHeader = 'x-nonce'

export function createNonce(): string {
  return randomBytes(16).toString('base64')
}

/**
 * The policy of a page: nothing from elsewhere, scripts by nonce only. Next reads the nonce out of the
 * policy in the request's headers and puts it on its own scripts. A page that many get has `hashes`, those of
 * its own scripts, instead: a nonce that others know too would let theirs in.
 */
export function contentSecurityPolicy(
  nonce: string,
  development: boolean,
  hashes: readonly string[] | null = null,
): string {
  const scripts = hashes
    ? [...new Set(hashes)].map((hash) => `'sha256-${hash}'`).join(' ')
    : `'nonce-${nonce}' 'strict-dynamic'`
  return [
    "default-src 'self'",
    // Hot reload evaluates; a production page never does.
    `script-src 'self' ${scripts}${development ? " 'unsafe-eval'" : ''}`,
    `style-src 'self' ${development ? "'unsafe-inline'" : `'nonce-${nonce}'`}`,
    "style-src-attr 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self'",
    "connect-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ')
}

/** What every answer carries. */
export function securityHeaders(secure: boolean): Record<string, string> {
  return {
    'X-Content-Type-Options': 'nosniff',
    'X-Frame-Options': 'DENY',
    'Referrer-Policy': 'same-origin',
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Cross-Origin-Resource-Policy': 'same-origin',
    'Permissions-Policy': 'camera=(), microphone=(), geolocation=(), interest-cohort=()',
    ...(secure ? { 'Strict-Transport-Security': 'max-age=31536000' } : {}),
  }
}
