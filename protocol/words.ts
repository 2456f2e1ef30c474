// What a person wrote, as it is kept and counted: the same on every screen and on the server.

const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' })

/** Words as they are kept: line ends made one, blank lines at both ends gone, all else as it was written. */
export function asWritten(text: string): string {
  return text
    .replace(/\r\n?/g, '\n')
    .replace(/^(?:[^\S\n]*\n)+/, '')
    .trimEnd()
}

/** The characters of a text as a reader sees them: an emoji of several parts is one, a letter with its marks too. */
export function characters(text: string): Iterator<unknown> {
  return graphemes.segment(text)[Symbol.iterator]()
}

/** How many characters a reader counts. */
export function lengthOf(text: string): number {
  let count = 0
  for (const _ of graphemes.segment(text)) count += 1
  return count
}

/** Whether a reader counts more than so many: looks no further than that. */
export function isLonger(text: string, max: number): boolean {
  // No text has more characters than units.
  if (text.length <= max) return false
  let count = 0
  for (const _ of graphemes.segment(text)) {
    count += 1
    if (count > max) return true
  }
  return false
}
