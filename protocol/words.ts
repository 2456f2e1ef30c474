// What a person wrote, as it is kept and counted: the same on every screen and on the server.

const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' })

/** Words as they are kept: line ends made one, blank lines at both ends gone, all else as it was written. */
export function asWritten(text: string): string {
  return text
    .replace(/\r\n?/g, '\n')
    .replace(/^(?:[^\S\n]*\n)+/, '')
    .trimEnd()
}

/** How many characters a reader counts: an emoji of several parts is one, a letter with its marks too. */
export function lengthOf(text: string): number {
  let count = 0
  for (const _ of graphemes.segment(text)) count += 1
  return count
}
