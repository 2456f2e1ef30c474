// Text by a user (a name, a title, an excerpt) within a line of other words.
import { inLine } from '#platform/text/names.ts'

/** Bidi-isolated: it has its own direction, and does not affect the text beside it. */
export function Contained({ text }: { text: string }) {
  return <bdi>{inLine(text)}</bdi>
}
