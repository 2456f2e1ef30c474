// Kinds of characters that decide where a word, a link or a mention ends, for readers of any script.

/** Letters of scripts that put no spaces between words, and of Hangul, which puts endings onto foreign words. */
const unspacedSet =
  '\\p{scx=Han}\\p{scx=Hira}\\p{scx=Kana}\\p{scx=Bopo}\\p{scx=Hang}\\p{scx=Thai}\\p{scx=Laoo}\\p{scx=Khmr}\\p{scx=Mymr}\\p{scx=Tibt}'

/** A character class's source: letters, digits and marks of scripts that do put spaces. */
export const spacedLetter = `(?![${unspacedSet}])[\\p{L}\\p{N}\\p{M}]`

const spaced = new RegExp(`^${spacedLetter}`, 'u')
const unspaced = new RegExp(`^(?=[${unspacedSet}])[\\p{L}\\p{N}\\p{M}]`, 'u')
const unspacedAny = new RegExp(`^[${unspacedSet}]`, 'u')

export function isSpaced(character: string): boolean {
  return spaced.test(character)
}

export function isUnspaced(character: string): boolean {
  return unspaced.test(character)
}

/** Their letters, and the punctuation that is theirs. */
export function isOfUnspacedScript(character: string): boolean {
  return unspacedAny.test(character)
}

/** The character that begins here, whole; empty at the end. */
export function characterAt(text: string, at: number): string {
  const code = at < 0 ? undefined : text.codePointAt(at)
  return code === undefined ? '' : String.fromCodePoint(code)
}

/** The character that ends here, whole; empty at the beginning. */
export function characterBefore(text: string, at: number): string {
  if (at <= 0) return ''
  const last = text.charCodeAt(at - 1)
  const isSecondHalf = last >= 0xdc00 && last <= 0xdfff && at > 1
  return isSecondHalf ? text.slice(at - 2, at) : text.slice(at - 1, at)
}
