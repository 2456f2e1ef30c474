// Maps an HTTP error response to the end of a stream.
import { readRefusal } from '../wire.ts'
import type { End } from './transport.ts'

/** Refused topics, an ended session, or a lost connection. */
export async function refusalEnd(response: Response): Promise<End> {
  const { status } = response
  const refused = await readRefusal(response)
  if (refused && refused.topics.length > 0) return { kind: 'refused', refused }
  if (status === 401 || status === 403) {
    return {
      kind: 'stopped',
      message: refused?.message ?? 'The server does not allow live updates.',
    }
  }
  const retryAfterMs = refused?.retryAfterMs
  const unreachable = status >= 500 || status === 429
  return { kind: 'lost', unreachable, ...(retryAfterMs === undefined ? {} : { retryAfterMs }) }
}
