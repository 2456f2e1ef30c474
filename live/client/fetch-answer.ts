// Fetches JSON from the site's own URLs, e.g. further pages of a list. The schemas are loaded with the first answer, so
// that a page that needs none does not load them.
import type { ZodType } from 'zod'

const patience = 15_000

/** Thrown for an error response. */
export class RefusedAnswer extends Error {
  /** The server's message for the viewer; null when there was none. */
  readonly sentence: string | null

  constructor(sentence: string | null, path: string, status: number) {
    super(`${path} answered ${status}.`)
    this.sentence = sentence
  }
}

async function sentenceOf(response: Response): Promise<string | null> {
  const body: unknown = await response.json().catch(() => null)
  const said = typeof body === 'object' && body !== null && 'message' in body ? body.message : null
  return typeof said === 'string' ? said : null
}

/** Rejects when there is no answer in time, for an error, or for a body that does not match the schema of `load`. */
export async function fetchAnswer<T>(path: string, load: () => Promise<ZodType<T>>): Promise<T> {
  const response = await fetch(path, { signal: AbortSignal.timeout(patience) })
  if (!response.ok) throw new RefusedAnswer(await sentenceOf(response), path, response.status)
  const schema = await load()
  return schema.parse(await response.json())
}
