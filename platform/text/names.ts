// What stands in a line with other words: names and excerpts. They can be seen, and do nothing to the words beside them.
import { composed } from './words.ts'

// Turn the direction of what follows (Unicode, UAX 9, 2.4 to 2.6).
const directions = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g
// Nothing to see, and not needed to write any name: the joiners of scripts and emoji are not among them.
const unseen = /[\u00ad\u200b\u2060-\u2065\u206a-\u206f\ufeff\ufff9-\ufffb]/g
const breaks = /[\t\n\v\f\r\u0085\u2028\u2029]+/g
// oxlint-disable-next-line no-control-regex
const control = /[\u0000-\u001f\u007f-\u009f]/
// Neither space, mark nor control, nor one of the letters and signs that are drawn as nothing;
// letters of a script that is newer than this table are taken to be seen.
const seen =
  /[^\p{Z}\p{C}\p{M}\p{Default_Ignorable_Code_Point}\u2800\ufffc\u{13441}\u{13442}\u{1d159}]|(?![\p{Default_Ignorable_Code_Point}\p{Noncharacter_Code_Point}])\p{Cn}/u

/** Whether there is something that a reader sees. */
export function canBeSeen(text: string): boolean {
  return seen.test(text)
}

/** A name as it is kept: on one line, without what turns the direction of the words around it. */
export function asName(text: string): string {
  return composed(text).replace(breaks, ' ').replace(directions, '').replace(unseen, '').trim()
}

/** Whether a name holds control characters, which no name has. */
export function hasControls(name: string): boolean {
  return control.test(name)
}

/** Words for a line with others in it, whoever wrote them and however they came into the database. */
export function inLine(text: string): string {
  return text.replace(breaks, ' ').replace(directions, '')
}

// Letters of the scripts that are written from right to left.
const rightToLeft =
  /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefe\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u

/** The same for a title or a label, where there are no elements: what is right to left in it turns nothing else. */
export function isolated(text: string): string {
  const words = inLine(text)
  return rightToLeft.test(words) ? `\u2068${words}\u2069` : words
}
