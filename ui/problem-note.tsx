// Why a form without scripts changed nothing: the page it leads back to says so in a sentence.
import type { ErrorCode } from '#platform/errors.ts'
import { Problem } from './problem.tsx'

const sentences: Record<ErrorCode, string> = {
  invalid: 'That could not be done as it was asked. Please try again.',
  unauthenticated: 'You are signed out. Sign in, then try again.',
  forbidden: 'You may not do that.',
  not_found: 'What you wanted to change is not there any more.',
  rate_limited: 'That was a lot at once. Wait a moment, then try again.',
  unavailable: 'That did not work just now. Please try again in a moment.',
}

/** Shows the sentence of a `?problem=` code; a code that nobody gave shows nothing. */
export function ProblemNote({ code }: { code: string | undefined }) {
  if (!code || !isCode(code)) return null
  return (
    <div className="column py-3">
      <Problem>{sentences[code]}</Problem>
    </div>
  )
}

function isCode(code: string): code is ErrorCode {
  return Object.hasOwn(sentences, code)
}
