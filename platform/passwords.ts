// Password rules: rejects passwords that attackers try first.
import { passwordLimits } from './account-limits.ts'
import { commonPasswords } from './common-passwords.ts'

/** The least length of a password after all known words are removed from it. */
const leastOfOne = 6

/** Why a password is rejected, as a sentence; null: accepted. `known`: public words such as handle, address and site name. */
export function passwordProblem(password: string, known: readonly string[]): string | null {
  if (password.length < passwordLimits.least) {
    return `A password has at least ${passwordLimits.least} characters.`
  }
  const plain = fold(password)
  if (commonPasswords.has(plain)) return 'This is one of the most common passwords. Take another.'
  const words = known.map(fold).filter((word) => word.length > 1)
  const rest = words
    .toSorted((one, other) => other.length - one.length)
    .reduce((left, word) => left.replaceAll(word, ''), plain)
  if (rest.length >= leastOfOne) return null
  return 'This password is made of your handle, your address or the name of the site. Take another.'
}

/** The known words of an email address, for `passwordProblem`. */
export function partsOfAddress(email: string): string[] {
  return [email, ...email.split('@')]
}

function fold(text: string): string {
  return text.normalize('NFKC').toLowerCase()
}
