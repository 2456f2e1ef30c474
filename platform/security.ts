// Security headers: the Content Security Policy and others.
import { randomBytes } from 'node:crypto'

export const nonceHeader = 'x-nonce'

export function createNonce(): string {
  return randomBytes(16).toString('base64')
}

/**
 * The policy of a page: nothing from other origins, scripts by nonce only. Next reads the nonce from the
 * policy in the request's headers and puts it on its own scripts. A cached page that many readers share has the
 * `hashes` of its scripts instead: a shared nonce would be known to attackers.
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
    // Hot reload needs eval; production pages do not.
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

/** Headers of every response. */
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
