// The error of a form without scripts, shown on the page to which it redirects.
import { errorCodes, sentenceOf } from '#platform/errors.ts'
import { Problem } from './problem.tsx'

/** Shows the sentence of a `?problem=` code; an unknown code shows nothing. */
export function ProblemNote({ code }: { code: string | undefined }) {
  const known = errorCodes.find((each) => each === code)
  if (known === undefined) return null
  return (
    <div className="column py-3">
      <Problem>{sentenceOf(known)}</Problem>
    </div>
  )
}
