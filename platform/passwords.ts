// Which passwords are taken: none that whoever guesses would try first.
import { passwordLimits } from './account-limits.ts'
import { commonPasswords } from './common-passwords.ts'

/** So many signs at least are left of a password when all that others know of its owner is taken out of it. */
const leastOfOne = 6

/** Why a password is not taken, as a sentence; null: it is. `known`: what others know of the person and the site. */
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

/** What others know of somebody by an address. */
export function partsOfAddress(email: string): string[] {
  return [email, ...email.split('@')]
}

function fold(text: string): string {
  return text.normalize('NFKC').toLowerCase()
}
