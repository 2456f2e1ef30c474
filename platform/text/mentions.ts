// Finds mentions in a text: an at sign followed by a handle.
import { spacedLetter } from './letters.ts'

const source = `(?<!${spacedLetter}|[_@./-])@([A-Za-z0-9_]{2,30})(?!${spacedLetter}|[_@])`
const anywhere = new RegExp(source, 'gu')
const here = new RegExp(source, 'uy')

export interface Mention {
  start: number
  end: number
  handle: string
}

/** All mentions in a text. Handles are ASCII, so look-alike letters of other scripts do not count. */
export function findMentions(text: string): Mention[] {
  return Array.from(text.matchAll(anywhere), toMention)
}

/** The mention that begins exactly at `start`. */
export function mentionAt(text: string, start: number): Mention | null {
  here.lastIndex = start
  const found = here.exec(text)
  return found && toMention(found)
}

function toMention(found: RegExpExecArray | RegExpMatchArray): Mention {
  const start = found.index ?? 0
  return { start, end: start + found[0].length, handle: (found[1] ?? '').toLowerCase() }
}
