// Names and excerpts, which are shown within a line: must be visible, and must not change the direction of other text.
import { composed } from './words.ts'

// Characters that change the direction of the text after them (Unicode, UAX 9, 2.4 to 2.6).
const directions = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g
// Invisible characters that no name needs; joiners, which scripts and emoji need, are not among them.
const unseen = /[\u00ad\u200b\u2060-\u2065\u206a-\u206f\ufeff\ufff9-\ufffb]/g
const breaks = /[\t\n\v\f\r\u0085\u2028\u2029]+/g
// oxlint-disable-next-line no-control-regex
const control = /[\u0000-\u001f\u007f-\u009f]/
// A visible character: not a space, mark, control or invisible letter;
// unassigned code points count as visible, as they may be letters of a newer Unicode version.
const seen =
  /[^\p{Z}\p{C}\p{M}\p{Default_Ignorable_Code_Point}\u2800\ufffc\u{13441}\u{13442}\u{1d159}]|(?![\p{Default_Ignorable_Code_Point}\p{Noncharacter_Code_Point}])\p{Cn}/u

/** Whether a text has a visible character. */
export function canBeSeen(text: string): boolean {
  return seen.test(text)
}

/** A name as it is stored: one line, without direction controls and invisible characters. */
export function asName(text: string): string {
  return composed(text).replace(breaks, ' ').replace(directions, '').replace(unseen, '').trim()
}

/** Whether a name holds control characters, which no name has. */
export function hasControls(name: string): boolean {
  return control.test(name)
}

/** Any stored text as one line, without direction controls. */
export function inLine(text: string): string {
  return text.replace(breaks, ' ').replace(directions, '')
}

// Letters of the scripts that are written from right to left.
const rightToLeft =
  /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefe\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u

/** As `inLine`, for titles and labels without markup: isolates right-to-left text, so that it does not affect its context. */
export function isolated(text: string): string {
  const words = inLine(text)
  return rightToLeft.test(words) ? `\u2068${words}\u2069` : words
}
