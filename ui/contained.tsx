// What somebody wrote, in a line with other words: a name, a title, an excerpt.
import { inLine } from '#platform/text/names.ts'

/** Right to left or left to right as it is itself; it turns nothing beside it. */
export function Contained({ text }: { text: string }) {
  return <bdi>{inLine(text)}</bdi>
}
