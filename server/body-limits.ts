// How large the body of a request may be, by where it goes: said before anything of it is read.
import type { IncomingMessage } from 'node:http'
import { largestMessage, TooLarge } from '#platform/http-json.ts'

/** What a picture may have, with what a form puts around it. */
const largestUpload = 8 * 1024 * 1024
/** All words of a draft, from a form without scripts. */
export const largestDraft = 1024 * 1024

/** Whether a body is larger than a message, and may be. Throws TooLarge where it may not. */
export function refuseTooLarge(
  { headers }: IncomingMessage,
  path: string,
  isSignedIn: boolean,
): boolean {
  // Read in parts, and counted there: see platform/http-json.ts.
  const isCounted = path.startsWith('/api/') && !path.startsWith('/api/auth/')
  if (headers['transfer-encoding'] !== undefined && !isCounted) {
    throw new TooLarge('Say how long the body is: Content-Length is missing.', 411)
  }
  const length = Number(headers['content-length'] ?? 0)
  if (length <= largestMessage) return false
  const most = isSignedIn ? largestOf(path) : largestMessage
  if (length > most) throw new TooLarge(`The body is larger than ${most / 1024} KiB.`)
  return true
}

/** A profile is where its owner sends a picture; a draft where its words are sent. */
function largestOf(path: string): number {
  if (/^\/(?:@|people\/)/.test(path)) return largestUpload
  return path.startsWith('/drafts/') ? largestDraft : largestMessage
}
