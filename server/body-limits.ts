// Limits of the size of request bodies, by path: checked by Content-Length before a body is read.
import type { IncomingMessage } from 'node:http'
import { largestMessage, TooLarge } from '#platform/http-json.ts'

/** An uploaded picture, with the form's overhead. */
const largestUpload = 8 * 1024 * 1024
/** The whole text of a draft, from a form without scripts. */
export const largestDraft = 1024 * 1024

/** Whether a body is larger than a message, where that is allowed. Throws TooLarge where it is not. */
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

/** An avatar is sent to its owner's profile, a draft's text to the draft's page. */
function largestOf(path: string): number {
  if (/^\/(?:@|people\/)/.test(path)) return largestUpload
  return path.startsWith('/drafts/') ? largestDraft : largestMessage
}
