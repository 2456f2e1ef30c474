// Converts Node's headers to the web's.
import type { IncomingHttpHeaders } from 'node:http'

/** The headers of a Node request as the web's Headers. */
export function toHeaders(incoming: IncomingHttpHeaders): Headers {
  const headers = new Headers()
  for (const [name, value] of Object.entries(incoming)) {
    if (typeof value === 'string') headers.set(name, value)
    else for (const each of value ?? []) headers.append(name, each)
  }
  return headers
}
