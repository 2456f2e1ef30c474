// Why a form without scripts changed nothing: the page it leads back to says so in a sentence.
import { errorCodes, sentenceOf } from '#platform/errors.ts'
import { Problem } from './problem.tsx'

/** Shows the sentence of a `?problem=` code; a code that nobody gave shows nothing. */
export function ProblemNote({ code }: { code: string | undefined }) {
  const known = errorCodes.find((each) => each === code)
  if (known === undefined) return null
  return (
    <div className="column py-3">
      <Problem>{sentenceOf(known)}</Problem>
    </div>
  )
}
