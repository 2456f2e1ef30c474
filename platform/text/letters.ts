// Character classes that decide where a word, a link or a mention ends, in any script.

/** Letters of scripts without spaces between words, and of Hangul, which adds endings to foreign words. */
const unspacedSet =
  '\\p{scx=Han}\\p{scx=Hira}\\p{scx=Kana}\\p{scx=Bopo}\\p{scx=Hang}\\p{scx=Thai}\\p{scx=Laoo}\\p{scx=Khmr}\\p{scx=Mymr}\\p{scx=Tibt}'

/** RegExp source: letters, digits and marks of scripts with spaces between words. */
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

/** Letters and punctuation of scripts without spaces. */
export function isOfUnspacedScript(character: string): boolean {
  return unspacedAny.test(character)
}

/** The code point that begins at `at`; empty at the end. */
export function characterAt(text: string, at: number): string {
  const code = at < 0 ? undefined : text.codePointAt(at)
  return code === undefined ? '' : String.fromCodePoint(code)
}

/** The code point that ends at `at`; empty at the beginning. */
export function characterBefore(text: string, at: number): string {
  if (at <= 0) return ''
  const last = text.charCodeAt(at - 1)
  const isSecondHalf = last >= 0xdc00 && last <= 0xdfff && at > 1
  return isSecondHalf ? text.slice(at - 2, at) : text.slice(at - 1, at)
}
