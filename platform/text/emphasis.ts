// Decides whether an asterisk or an underscore marks emphasis or is literal, as in `2 * 3 * 4`, `s**t`, snake_case.
import type { InlineContext } from '@lezer/markdown'
import { characterAt, characterBefore, isOfUnspacedScript, isSpaced } from './letters.ts'

const asterisk = 42
const underscore = 95
const space = /^\s?$/u
const punctuation = /^[\p{P}\p{S}]$/u
const closing = /^[\p{Pe}\p{Pf}.,;:!?/]$/u
const opening = /^[\p{Ps}\p{Pi}]$/u
const quote = /^["']$/
const beginsWord = /^[\p{L}\p{N}\p{M}\p{Ps}"'«“„‘*`@]$/u
const endsWord = /^[\p{L}\p{N}\p{M}\p{Pe}"'»”’*`.!?…]$/u

/** The emphasis mark that begins at `start`, or null. */
export function emphasisAt(
  cx: InlineContext,
  next: number,
  start: number,
): { end: number; opens: boolean; closes: boolean } | null {
  if (next !== asterisk && next !== underscore) return null
  let end = start + 1
  while (cx.char(end) === next) end += 1
  const { text } = cx
  const before = characterBefore(text, start - cx.offset)
  const after = characterAt(text, end - cx.offset)
  const isAlone = before !== '' && before === after && quote.test(before)
  if (isAlone) return { end, opens: false, closes: false }
  const opens = mayOpen(before, after)
  const closes = mayClose(before, after)
  if (next === asterisk) return { end, opens, closes }
  // Two or more underscores belong to an identifier; emoticons like _(:3_ or \_ are no marks either.
  const isOne = end - start === 1
  return {
    end,
    opens: isOne && opens && /^(?:\s|[\p{Ps}\p{Pi}"'*]|)$/u.test(before) && isInWord(after),
    closes: isOne && closes && !/^[\p{L}\p{N}\p{M}_\\/]/u.test(after) && isWordEnd(before),
  }
}

function isInWord(after: string): boolean {
  return beginsWord.test(after) && !/^[(（]$/.test(after)
}

function isWordEnd(before: string): boolean {
  return endsWord.test(before) && !/^[)）]$/.test(before)
}

function mayOpen(before: string, after: string): boolean {
  if (space.test(after) || isSpaced(before)) return false
  if (closing.test(after)) return after === '.' && space.test(before)
  return (
    !punctuation.test(after) ||
    space.test(before) ||
    punctuation.test(before) ||
    isOfUnspacedScript(before)
  )
}

function mayClose(before: string, after: string): boolean {
  if (space.test(before) || isSpaced(after) || opening.test(before)) return false
  return (
    !punctuation.test(before) ||
    space.test(after) ||
    punctuation.test(after) ||
    isOfUnspacedScript(after)
  )
}
