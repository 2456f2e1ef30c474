// Normalises, counts and cuts texts of users, the same in browsers and on the server.

const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' })

/** Code units segmented at a time: engines are very slow on more than some ten thousand. */
const windowSize = 4096

/** The longest emoji has ten code points; no letter of any script has more with its marks. */
const mostPerCharacter = 10

// Letters that never combine with the character before: counted without the slow segmenter.
const lone =
  '[\\t\\n -~\\u00c0-\\u024f\\u0370-\\u0482\\u048a-\\u052f\\u05d0-\\u05ea\\u0620-\\u064a\\u0e01-\\u0e30' +
  '\\u3001-\\u3029\\u3041-\\u3096\\u30a1-\\u30fa\\u3400-\\u4dbf\\u4e00-\\u9fff]'
const loneBeforeLone = new RegExp(`${lone}(?=${lone})`, 'g')

const lineEnds = /\r\n?|[\v\f]/g
// Line breaks and tabs are kept; other control characters cannot be shown, and NUL cannot be stored.
// oxlint-disable-next-line no-control-regex
const controls = /[\u0000-\u0008\u000b-\u001f\u007f-\u0084\u0086-\u009f]|^\ufeff/g
const pile = /(?:^|\P{M})\p{M}{100}/u

/**
 * A text as it is stored: in NFC, with `\n` line ends, without control characters and without blank lines
 * at both ends; otherwise as it was written.
 */
export function asWritten(text: string): string {
  return composed(text)
    .replace(lineEnds, '\n')
    .replace(controls, '')
    .replace(/^(?:[^\S\n]*\n)+/, '')
    .trimEnd()
}

/** Normalises to NFC. Skips texts with piles of combining marks, which are unreadable and very slow to normalise. */
export function composed(text: string): string {
  const known = text.toWellFormed()
  return pile.test(known) ? known : known.normalize('NFC')
}

/** The grapheme clusters of a text: an emoji of several parts is one, a letter with its marks too. */
export function* characters(text: string): Generator<string, void> {
  for (let from = 0; from < text.length;) {
    const window = text.slice(from, from + windowSize + (isHalved(text, from + windowSize) ? 1 : 0))
    const isLast = from + window.length === text.length
    let end = 0
    for (const { segment } of graphemes.segment(window)) {
      // The last segment of a window may continue in the next one.
      const isCut = end > 0 && end + segment.length === window.length
      if (isCut && !isLast) break
      end += segment.length
      yield segment
    }
    from += end
  }
}

/** Whether a position is inside a surrogate pair. */
function isHalved(text: string, at: number): boolean {
  return (text.codePointAt(at - 1) ?? 0) > 0xffff
}

/** The number of grapheme clusters; counting stops beyond `most`. */
export function lengthOf(text: string, most = Infinity): number {
  const joined = text.replace(loneBeforeLone, '')
  let count = text.length - joined.length
  for (const _ of characters(joined)) {
    if (count > most) break
    count += 1
  }
  return count
}

/** Why a text is more than `max` characters, as the end of a sentence; null when it fits. */
export function tooLong(text: string, max: number): string | null {
  const most = max * mostPerCharacter
  // Longer texts are refused by either rule, so the rest need not be counted.
  const counted = text.slice(0, 4 * most)
  if (counted.length <= max) return null
  if (lengthOf(counted, max) > max) return `is longer than ${max} characters`
  if (text.length > counted.length || [...text].length > most)
    return 'has more marks on its characters than can be kept'
  return null
}

/** The first `max` grapheme clusters of a text. */
export function cut(text: string, max: number): string {
  const most = max * 2 * mostPerCharacter
  let [count, end] = [0, 0]
  for (const segment of characters(text.slice(0, most + 1))) {
    if (count === max || end + segment.length > most) break
    count += 1
    end += segment.length
  }
  // The first character alone is too long (a pile of marks), so it is cut.
  return end === 0
    ? text
        .slice(0, most)
        .toWellFormed()
        .replace(/\ufffd$/, '')
    : text.slice(0, end)
}
