// Asks the site's own addresses for more. The schemas of the answers come with the first one: a page that nobody
// scrolls does without them.
import type { ZodType } from 'zod'

const patience = 15_000

/** The server says why not. */
export class RefusedAnswer extends Error {
  /** For the person who asked; null when it said nothing. */
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

/** Rejects when there is no answer in time, or none of the schema that `load` loads. */
export async function fetchAnswer<T>(path: string, load: () => Promise<ZodType<T>>): Promise<T> {
  const response = await fetch(path, { signal: AbortSignal.timeout(patience) })
  if (!response.ok) throw new RefusedAnswer(await sentenceOf(response), path, response.status)
  const schema = await load()
  return schema.parse(await response.json())
}
