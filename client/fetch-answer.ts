// Asks the site's own addresses for more. The checks of the answers come with the first one: a page that nobody
// scrolls does without them.
import type { ZodType } from 'zod'
import type * as pages from '#protocol/pages.ts'

type Answers = typeof pages

const patience = 15_000

/** Rejects when there is no answer in time, or none that `check` knows. */
export async function fetchAnswer<T>(
  path: string,
  check: (answers: Answers) => ZodType<T>,
): Promise<T> {
  const response = await fetch(path, { signal: AbortSignal.timeout(patience) })
  if (!response.ok) throw new Error(`${path} answered ${response.status}.`)
  const answers = await import('#protocol/pages.ts')
  return check(answers).parse(await response.json())
}
